import { AwsError } from '../../core/aws-error.ts';
import type { WorkName } from '../../core/observe.ts';
import type { EventBuses, FunctionInvoker, Queues, Topics } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { executionRole, type LambdaFunction } from './lambda-function.ts';

/** Where an event goes when Lambda is done with it, under the function's role; stored in the caller's transaction if there is one. */
export interface Destinations {
  /** To a queue, a topic, a bus or a function, by the destination's ARN. @throws AwsError when it does not take it */
  send(fn: LambdaFunction, destinationArn: string, record: InvocationRecord): void;
  /** The older dead-letter queue or topic: the event alone, the error in message attributes. */
  deadLetter(fn: LambdaFunction, arn: string, event: string, requestId: string, errorMessage: string): void;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export interface InvocationRecord {
  version: '1.0';
  /** ISO 8601. */
  timestamp: string;
  requestContext: {
    requestId: string;
    functionArn: string;
    condition:
      | 'Success'
      | 'RetriesExhausted'
      | 'EventAgeExceeded'
      | 'RetryAttemptsExhausted'
      | 'RecordAgeExceeded';
    approximateInvokeCount: number;
  };
  requestPayload?: unknown;
  responseContext?: { statusCode: number; executedVersion: string; functionError?: 'Unhandled' };
  responsePayload?: unknown;
  DDBStreamBatchInfo?: unknown;
}

export function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}

/** @throws Error for a destination that the sandbox does not have */
export function checkDestination(arn: string, allowed: readonly string[]): string {
  if (allowed.includes(serviceOf(arn))) return arn;
  throw new Error(`the sandbox cannot send to ${arn}, only to ${allowed.join(', ')}`);
}

export function makeDestinations(
  world: World,
  { queues, buses, topics }: { queues: Queues; buses: EventBuses; topics: Topics },
  invokeAsync: FunctionInvoker['invokeAsync'],
): Destinations {
  return {
    send(fn, destinationArn, record) {
      const caller = executionRole(fn);
      switch (serviceOf(destinationArn)) {
        case 'sqs':
          return queues.send(caller, destinationArn, JSON.stringify(record));
        case 'sns':
          topics.publish(caller, destinationArn, {
            message: JSON.stringify(record),
            cause: invocationOf(record),
          });
          return;
        case 'lambda':
          invokeAsync(caller, destinationArn, JSON.stringify(record), invocationOf(record));
          return;
        case 'events':
          return buses.publish(caller, destinationArn, {
            source: 'lambda',
            'detail-type': `Lambda Function Invocation Result - ${record.requestContext.condition === 'Success' ? 'Success' : 'Failure'}`,
            time: new Date(world.now()).toISOString().replace(/\.\d+Z/, 'Z'),
            resources: [destinationArn, record.requestContext.functionArn],
            detail: record,
          });
        default:
          throw new AwsError(
            'InvalidParameterValueException',
            `The sandbox cannot send to ${destinationArn}.`,
          );
      }
    },
    deadLetter(fn, arn, event, requestId, errorMessage) {
      const caller = executionRole(fn);
      const attributes = {
        RequestID: requestId,
        ErrorCode: '200',
        ErrorMessage: errorMessage.slice(0, 1024),
      };
      if (serviceOf(arn) === 'sqs') {
        queues.send(caller, arn, event, attributes);
        return;
      }
      const typed = Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]);
      topics.publish(caller, arn, { message: event, attributes: Object.fromEntries(typed) });
    },
  };
}

const invocationOf = ({ requestContext }: InvocationRecord): WorkName => ({
  kind: 'invocation',
  id: requestContext.requestId,
});
