import { AwsError } from '../../core/aws-error.ts';
import type { WorkName } from '../../core/observe.ts';
import type { FunctionInvoker, LogSink, Queues, Topics } from '../../core/ports.ts';
import type { Principal } from '../../core/principal.ts';
import type { DeliveredEvent } from './target-input.ts';

/** One event on its way to one target. */
export interface HandOver {
  /** The rule, or the role that it gives for this target. */
  caller: Principal;
  targetArn: string;
  input: string;
  event: DeliveredEvent;
}

export interface TargetServices {
  invoker: Pick<FunctionInvoker, 'invokeAsync'>;
  queues: Pick<Queues, 'send'>;
  topics: Topics;
  logs: LogSink;
  /** Puts an event on another bus of this sandbox. */
  forward(caller: Principal, busArn: string, event: DeliveredEvent): void;
}

/** @returns a sentence that says which targets there are, when this is none of them. */
export function unsupportedTarget(arn: string): string | undefined {
  if (/^arn:aws[\w-]*:(lambda:.+:function:|sqs:|sns:|logs:.+:log-group:|events:.+:event-bus\/)/.test(arn)) {
    return undefined;
  }
  const service = arn.split(':')[2] ?? arn;
  return `the sandbox cannot deliver to a target of ${service}; it delivers to lambda, sqs, sns, logs and event buses`;
}

/** Whether the target writes to the sandbox's database and does nothing else, so that it can join a transaction. */
export function keepsInTransaction(targetArn: string): boolean {
  return /^arn:[^:]+:(lambda|sqs|sns):/.test(targetArn);
}

/** Hands the event over; the target has stored it when this returns. @returns what it became there */
export function handOver(
  services: TargetServices,
  { caller, targetArn, input, event }: HandOver,
): WorkName | undefined {
  const [, , service] = targetArn.split(':');
  const cause: WorkName = { kind: 'event', id: event.id };
  if (service === 'lambda') return services.invoker.invokeAsync(caller, targetArn, input, cause);
  if (service === 'sqs') return services.queues.send(caller, targetArn, input, {}, cause);
  if (service === 'sns') {
    services.topics.publish(caller, targetArn, { message: input, cause });
    return undefined;
  }
  if (service === 'logs') return void services.logs.write(caller, logGroup(targetArn), 'events', input);
  if (service === 'events') return void services.forward(caller, targetArn, event);
  throw new AwsError('ValidationException', unsupportedTarget(targetArn) ?? `no such target ${targetArn}`);
}

function logGroup(arn: string): string {
  return arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? arn;
}

export interface TargetFailure {
  /** As EventBridge writes it into the dead-letter message. */
  code: string;
  message: string;
  /** Trying again cannot help: to the dead-letter queue at once. */
  permanent: boolean;
}

const GONE = /NotFound|NonExistent|NoSuch|DoesNotExist/;
const REFUSED = /AccessDenied|NotAuthorized|KMSAccess/;
const THROTTLED = /Throttl|TooManyRequests|RequestLimit/;
const INVALID = /Validation|InvalidParameter|InvalidRequest|RequestTooLarge|InvalidMessageContents/;

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function targetFailure(error: unknown): TargetFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof AwsError ? error.code : '';
  if (GONE.test(code)) return { code: 'NO_RESOURCE', message, permanent: true };
  if (REFUSED.test(code)) return { code: 'NO_PERMISSIONS', message, permanent: true };
  if (INVALID.test(code)) return { code: 'INVALID_PARAMETER', message, permanent: true };
  if (THROTTLED.test(code)) return { code: 'THROTTLING', message, permanent: false };
  return { code: 'SDK_CLIENT_ERROR', message, permanent: false };
}
