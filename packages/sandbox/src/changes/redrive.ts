/** A message that lies in a queue, seen without being received. */
export interface LyingMessage {
  id: string;
  body: string;
  /** String values by name. */
  attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  sentAt: number;
  receiveCount: number;
  /** Somebody works on it, or it is delayed, until then; absent when it can be received. */
  hiddenUntil?: number | undefined;
  /** The queue whose redrive policy moved it here. */
  sourceArn?: string | undefined;
}

/** Why a message is a dead letter, and what would bring it on its way again. */
export interface DeadLetter {
  reason: string;
  /** Where it was to go. */
  target?: string | undefined;
  /** What was to be done, as JSON: an event, or what a function was called with. */
  payload?: string | undefined;
  way: 'rule' | 'function' | 'queue' | 'none';
}

/**
 * Reads a message as the services of AWS leave it: a rule names itself and its target in attributes, Lambda's destinations write
 * a record of the invocation, a redrive policy moves the message as it is.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function deadLetterOf({ body, attributes, sourceArn, receiveCount }: LyingMessage): DeadLetter {
  const { RULE_ARN, TARGET_ARN: target, ERROR_CODE, ERROR_MESSAGE } = attributes;
  if (RULE_ARN !== undefined && target !== undefined)
    return {
      reason: [ERROR_CODE, ERROR_MESSAGE].filter(Boolean).join(': '),
      target,
      payload: body,
      way: 'rule',
    };
  const record = recordIn(body);
  const functionArn = record?.requestContext?.functionArn;
  if (record && functionArn !== undefined) {
    const { errorType, errorMessage } = record.responsePayload ?? {};
    const reason = [record.requestContext?.condition, errorType, errorMessage].filter(Boolean).join(': ');
    if (record.requestPayload === undefined) return { reason, target: functionArn, way: 'none' };
    return { reason, target: functionArn, payload: JSON.stringify(record.requestPayload), way: 'function' };
  }
  if (sourceArn !== undefined)
    return { reason: `received ${receiveCount} times`, target: sourceArn, payload: body, way: 'queue' };
  return { reason: 'not known', payload: body, way: 'none' };
}

interface InvocationRecord {
  requestContext?: { functionArn?: string; condition?: string };
  requestPayload?: unknown;
  responsePayload?: { errorType?: string; errorMessage?: string };
}

function recordIn(body: string): InvocationRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export interface RedriveNeeds {
  peek(queueArn: string): readonly LyingMessage[];
  remove(queueArn: string, messageId: string): void;
  /** @returns how many messages went back to the queues that they came from @throws AwsError */
  moveAll(queueArn: string): number;
  /** @returns false when no rule has that target any more */
  deliver(event: string, targetArn: string): boolean;
  /** @throws AwsError */
  invokeAsync(functionArn: string, payload: string): void;
  transaction(write: () => void): void;
}

/** Brings on their way again what lies in a dead-letter queue and can be received. @returns how many, and how many stay */
export function redrive(needs: RedriveNeeds, queueArn: string): { moved: number; left: number } {
  let moved = 0;
  let left = 0;
  let isForQueues = false;
  for (const message of needs.peek(queueArn)) {
    if (message.hiddenUntil !== undefined) {
      left++;
      continue;
    }
    const letter = deadLetterOf(message);
    if (letter.way === 'queue') {
      isForQueues = true;
      continue;
    }
    if (handOn(letter, message)) moved++;
    else left++;
  }
  return { moved: moved + (isForQueues ? needs.moveAll(queueArn) : 0), left };

  /** It is gone from here only with its being there. */
  function handOn({ way, target = '', payload = '' }: DeadLetter, { id }: LyingMessage): boolean {
    if (way === 'none') return false;
    let taken = false;
    needs.transaction(() => {
      if (way === 'function') needs.invokeAsync(target, payload);
      taken = way === 'function' || needs.deliver(payload, target);
      if (taken) needs.remove(queueArn, id);
    });
    return taken;
  }
}
