import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { WorkFailure, WorkName } from '../../core/observe.ts';
import type { Attempt, GivenUp, Work, WorkLine } from '../../core/work/work.ts';
import type { World } from '../../core/world.ts';
import type { Destinations, InvocationRecord } from './destinations.ts';
import type { Environments } from './environments.ts';
import { defaultEventInvokeConfig, type EventInvokeConfig } from './event-invoke-config.ts';
import { errorOf } from './function-error.ts';
import { parseFunctionReference } from './function-reference.ts';
import type { Functions, InvocationTarget } from './functions.ts';
import { handOn } from './hand-on.ts';
import type { Outcome } from './invocation.ts';

/** Waits before the second and the third attempt, in AWS time. */
const retryWaitsMs = [60_000, 120_000] as const;

/** Events that were accepted and wait for their function. What `add` has returned survives a kill of the sandbox. */
export interface AsyncInvocations extends Pick<WorkLine<null>, 'start' | 'stop'> {
  /** Stores the event, in the caller's transaction if there is one. @returns the invocation's name, by request id */
  add(target: InvocationTarget, payload: string, cause?: WorkName): WorkName;
  /** By `name:qualifier`. */
  configs: Map<string, EventInvokeConfig>;
}

/** What the last attempt ran and gave. */
interface Answer {
  target: InvocationTarget;
  outcome: Outcome;
}

export function makeAsyncInvocations(
  world: World,
  functions: Functions,
  environments: Environments,
  destinations: () => Destinations,
): AsyncInvocations {
  const configs = new Map<string, EventInvokeConfig>();

  const line = world.work.line<null, Answer>({
    kind: 'lambda-invocation',
    lane: (arn) => parseFunctionReference(arn).name,
    hasRoom(arn) {
      const target = find(arn, functions.describe);
      return !target || environments.hasRoom(target.fn);
    },
    limits({ target }) {
      const { maximumRetryAttempts, maximumEventAgeInSeconds } = configOf(target);
      return { retries: maximumRetryAttempts, ageMs: maximumEventAgeInSeconds * 1000 };
    },
    retryWaitMs: (failures) => retryWaitsMs[failures - 1] ?? retryWaitsMs[1],
    attempt,
    giveUp,
  });
  environments.onRoom(line.roomMade);

  function find(arn: string, by: (arn: string) => InvocationTarget): InvocationTarget | undefined {
    try {
      return by(arn);
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  function configOf(arn: string): EventInvokeConfig {
    const { name, qualifier = '$LATEST' } = parseFunctionReference(arn);
    return configs.get(`${name}:${qualifier}`) ?? defaultEventInvokeConfig;
  }

  async function attempt(work: Work<null>, payload: string): Promise<Attempt<Answer>> {
    const target = find(work.target, functions.resolve);
    if (!target) return { is: 'failed', permanent: true, error: gone };
    const outcome = await environments.run({ target, requestId: work.name.id, payload });
    if (outcome.failed) return { is: 'failed', error: errorOf(outcome), answer: { target, outcome } };
    const { onSuccess } = configOf(work.target);
    if (!onSuccess) return { is: 'done' };
    const document = record(work, payload, 'Success', { target, outcome });
    return {
      is: 'done',
      along: () => handOn(world, onSuccess, () => destinations().send(target.fn, onSuccess, document)),
    };
  }

  function giveUp(work: Work<null>, payload: string, { condition, answer }: GivenUp<Answer>): string[] {
    const target = answer?.target ?? find(work.target, functions.describe);
    if (!target) {
      world.report(`An event for ${work.target} is dropped: the function is gone`);
      return [];
    }
    const reason = condition === 'age' ? 'EventAgeExceeded' : 'RetriesExhausted';
    const { onFailure } = configOf(work.target);
    const { name, deadLetterArn } = target.fn;
    const exits = [onFailure, deadLetterArn].filter((arn) => arn !== undefined);
    world.report(
      `${name} gave up an event (${reason}); it goes to ${exits.join(' and ') || 'nowhere: no OnFailure destination'}`,
    );
    const document = record(work, payload, reason, answer);
    const message = answer?.outcome.payload ?? reason;
    const taken = [
      onFailure && handOn(world, onFailure, () => destinations().send(target.fn, onFailure, document)),
      deadLetterArn &&
        handOn(world, deadLetterArn, () =>
          destinations().deadLetter(target.fn, deadLetterArn, payload, work.name.id, message),
        ),
    ];
    return taken.filter((arn) => arn !== undefined);
  }

  function record(
    { target: arn, name, failures }: Work<null>,
    payload: string,
    condition: InvocationRecord['requestContext']['condition'],
    answer: Answer | undefined,
  ): InvocationRecord {
    return {
      version: '1.0',
      timestamp: new Date(world.now()).toISOString(),
      requestContext: {
        requestId: name.id,
        functionArn: parseFunctionReference(arn).qualifier === undefined ? `${arn}:$LATEST` : arn,
        condition,
        approximateInvokeCount: condition === 'Success' ? failures + 1 : failures,
      },
      requestPayload: JSON.parse(payload),
      ...(answer && {
        responseContext: {
          statusCode: 200,
          executedVersion: answer.target.version,
          ...(answer.outcome.failed && { functionError: 'Unhandled' as const }),
        },
        responsePayload: JSON.parse(answer.outcome.payload),
      }),
    };
  }

  return {
    configs,
    add({ invokedArn }, payload, cause) {
      const name: WorkName = { kind: 'invocation', id: randomUUID() };
      line.add({ name, cause, target: invokedArn, payload, details: null });
      return name;
    },
    start: line.start,
    stop: line.stop,
  };
}

const gone: WorkFailure = { code: 'ResourceNotFoundException', message: 'The function is gone.' };
