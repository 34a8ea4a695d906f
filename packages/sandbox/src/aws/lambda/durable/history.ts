import type { HistoryEvent } from './execution-store.ts';
import type { Operation, OperationUpdate } from './operations.ts';

type NewEvent = Omit<HistoryEvent, 'EventId'>;

const nouns = { CONTEXT: 'Context', STEP: 'Step', WAIT: 'Wait', CALLBACK: 'Callback' } as const;
const participles = {
  START: 'Started',
  SUCCEED: 'Succeeded',
  FAIL: 'Failed',
  RETRY: 'Failed',
  CANCEL: 'Cancelled',
  TIME_OUT: 'TimedOut',
} as const;

/** What a history says of one change of an operation. @see https://docs.aws.amazon.com/lambda/latest/api/API_Event.html */
export function operationEvent(
  operation: Operation,
  action: OperationUpdate['Action'] | 'TIME_OUT',
  at: number,
  options: Pick<OperationUpdate, 'StepOptions' | 'WaitOptions' | 'CallbackOptions'> = {},
): NewEvent | undefined {
  const { Id, ParentId, Name, SubType, Type } = operation;
  // AWS's history knows no cancelled callback.
  if (Type === 'EXECUTION' || (action === 'CANCEL' && Type !== 'WAIT')) return undefined;
  const EventType = `${nouns[Type]}${participles[action]}`;
  return {
    ...{ EventType, EventTimestamp: at, Id, ParentId, Name, SubType },
    [`${EventType}Details`]: detailsOf(operation, action, options),
  };
}

function detailsOf(
  { Type, ContextDetails, StepDetails, WaitDetails, CallbackDetails }: Operation,
  action: string,
  { StepOptions, WaitOptions, CallbackOptions }: Parameters<typeof operationEvent>[3] & object,
): object {
  const ending = ContextDetails ?? StepDetails ?? CallbackDetails ?? {};
  if (action === 'START') {
    if (Type === 'WAIT')
      return {
        Duration: WaitOptions?.WaitSeconds,
        ScheduledEndTimestamp: WaitDetails?.ScheduledEndTimestamp,
      };
    if (Type !== 'CALLBACK') return {};
    const { TimeoutSeconds: Timeout, HeartbeatTimeoutSeconds: HeartbeatTimeout } = CallbackOptions ?? {};
    return { CallbackId: CallbackDetails?.CallbackId, Timeout, HeartbeatTimeout };
  }
  if (Type === 'WAIT') return {};
  return {
    ...(action === 'SUCCEED' ? { Result: { Payload: ending.Result } } : { Error: { Payload: ending.Error } }),
    ...(Type === 'STEP' && {
      RetryDetails: {
        CurrentAttempt: StepDetails?.Attempt,
        NextAttemptDelaySeconds: StepOptions?.NextAttemptDelaySeconds,
      },
    }),
  };
}

export function executionEvent(
  EventType:
    | 'ExecutionStarted'
    | 'ExecutionSucceeded'
    | 'ExecutionFailed'
    | 'ExecutionTimedOut'
    | 'ExecutionStopped',
  Id: string,
  at: number,
  details: object,
): NewEvent {
  return { EventType, EventTimestamp: at, Id, [`${EventType}Details`]: details };
}

/** @param times in milliseconds, of the invocation */
export function invocationEvent(RequestId: string, from: number, to: number, error?: object): NewEvent {
  return {
    EventType: 'InvocationCompleted',
    EventTimestamp: to,
    InvocationCompletedDetails: {
      ...{ StartTimestamp: from, EndTimestamp: to, RequestId },
      ...(error && { Error: { Payload: error } }),
    },
  };
}
