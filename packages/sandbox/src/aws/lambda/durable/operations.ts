import * as z from 'zod';
import { AwsError } from '../../../core/aws-error.ts';

/** What a durable execution is made of, as the SDK and Lambda tell each other of it; times in milliseconds since the epoch. */
export interface Operation {
  Id: string;
  ParentId?: string | undefined;
  Name?: string | undefined;
  Type: OperationType;
  SubType?: string | undefined;
  StartTimestamp: number;
  EndTimestamp?: number | undefined;
  Status: OperationStatus;
  ExecutionDetails?: { InputPayload: string } | undefined;
  ContextDetails?: (Ending & { ReplayChildren?: boolean | undefined }) | undefined;
  StepDetails?: (Ending & { Attempt: number; NextAttemptTimestamp?: number | undefined }) | undefined;
  WaitDetails?: { ScheduledEndTimestamp: number } | undefined;
  CallbackDetails?: (Ending & { CallbackId: string }) | undefined;
}

export type OperationType = 'EXECUTION' | 'CONTEXT' | 'STEP' | 'WAIT' | 'CALLBACK';
export type OperationStatus =
  | 'STARTED'
  | 'PENDING'
  | 'READY'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED'
  | 'TIMED_OUT';

interface Ending {
  Result?: string | undefined;
  Error?: ErrorObject | undefined;
}

export const errorObject = z.object({
  ErrorMessage: z.string().optional(),
  ErrorType: z.string().optional(),
  ErrorData: z.string().optional(),
  StackTrace: z.array(z.string()).optional(),
});
export type ErrorObject = z.infer<typeof errorObject>;

/** A year and a day. */
const longestWaitSeconds = 31_622_400;
const id = z.string().regex(/^[\w-]{1,64}$/);
const delay = z.number().int().min(1).max(longestWaitSeconds).optional();
const patience = z.number().int().min(0).max(99_999_999).optional();

/** https://docs.aws.amazon.com/lambda/latest/api/API_OperationUpdate.html */
export const operationUpdate = z.object({
  Id: id,
  ParentId: id.optional(),
  Name: z.string().min(1).max(256).optional(),
  Type: z.enum(['EXECUTION', 'CONTEXT', 'STEP', 'WAIT', 'CALLBACK', 'CHAINED_INVOKE']),
  SubType: z.string().min(1).max(32).optional(),
  Action: z.enum(['START', 'SUCCEED', 'FAIL', 'RETRY', 'CANCEL']),
  Payload: z.string().optional(),
  Error: errorObject.optional(),
  ContextOptions: z.object({ ReplayChildren: z.boolean().optional() }).optional(),
  StepOptions: z.object({ NextAttemptDelaySeconds: delay }).optional(),
  WaitOptions: z.object({ WaitSeconds: delay }).optional(),
  CallbackOptions: z.object({ TimeoutSeconds: patience, HeartbeatTimeoutSeconds: patience }).optional(),
});
export type OperationUpdate = z.infer<typeof operationUpdate>;

/** For what an operation waits; a time that ends a callback is one too. */
export type TimerKind = 'wait' | 'retry' | 'callback' | 'heartbeat';

/** What an update makes of an operation. */
export interface Applied {
  operation: Operation;
  /** Begins to wait, in AWS time. */
  timers: { kind: TimerKind; seconds: number }[];
}

/** In which states an action finds its operation; `undefined` is none yet. */
const from: Record<
  'CONTEXT' | 'STEP' | 'WAIT' | 'CALLBACK',
  Partial<Record<OperationUpdate['Action'], readonly (OperationStatus | undefined)[]>>
> = {
  CONTEXT: { START: [undefined], SUCCEED: [undefined, 'STARTED'], FAIL: [undefined, 'STARTED'] },
  STEP: {
    START: [undefined, 'READY'],
    SUCCEED: [undefined, 'STARTED', 'READY'],
    FAIL: [undefined, 'STARTED', 'READY'],
    RETRY: [undefined, 'STARTED', 'READY'],
  },
  WAIT: { START: [undefined], CANCEL: ['STARTED'] },
  CALLBACK: { START: [undefined], CANCEL: ['STARTED'] },
};

export const invalid = (sentence: string): AwsError =>
  new AwsError('InvalidParameterValueException', sentence);

/**
 * Applies one update of the SDK.
 * @param known the execution's operation of that id, and of the parent's
 * @param newCallbackId called when one is needed
 * @param due the moment that lies so many seconds of AWS time ahead
 * @throws AwsError `InvalidParameterValueException`
 */
export function applyUpdate(
  update: OperationUpdate,
  known: { operation: Operation | undefined; parent: Operation | undefined },
  now: number,
  due: (seconds: number) => number,
  newCallbackId: () => string,
): Applied {
  const { Id, ParentId, Name, Type, SubType, Action, Payload: Result } = update;
  if (Type === 'CHAINED_INVOKE')
    throw invalid('The sandbox runs no chained invokes: call the other function in a step, or by an event.');
  if (Type === 'EXECUTION') throw invalid('EXECUTION checkpoint must be the last update.');
  if (ParentId !== undefined && known.parent?.Type !== 'CONTEXT')
    throw invalid('Invalid parent operation id.');
  const before = known.operation;
  if (before && before.Type !== Type) throw invalid(`Operation ${Id} is no ${Type}.`);
  const states = from[Type][Action];
  if (!states) throw invalid('Invalid action for the given operation type.');
  if (!states.includes(before?.Status))
    throw invalid(`Invalid current ${Type} state to ${Action.toLowerCase()}.`);

  const operation: Operation = {
    ...(before ?? { Id, ParentId, Name, Type, SubType, StartTimestamp: now }),
    Status: statusAfter[Action],
    ...(ends.has(Action) && { EndTimestamp: now }),
  };
  const timers: Applied['timers'] = [];
  if (Type === 'CONTEXT') {
    const ReplayChildren = update.ContextOptions?.ReplayChildren ?? before?.ContextDetails?.ReplayChildren;
    operation.ContextDetails = { ReplayChildren, Result, Error: update.Error };
  }
  if (Type === 'STEP') {
    const { Attempt = 0, ...details } = before?.StepDetails ?? {};
    if (Action === 'START') operation.StepDetails = { ...details, Attempt };
    else {
      const seconds = Action === 'RETRY' ? (update.StepOptions?.NextAttemptDelaySeconds ?? 1) : undefined;
      const NextAttemptTimestamp = seconds === undefined ? undefined : due(seconds);
      operation.StepDetails = { Attempt: Attempt + 1, NextAttemptTimestamp, Result, Error: update.Error };
      if (seconds !== undefined) timers.push({ kind: 'retry', seconds });
    }
  }
  if (Type === 'WAIT' && Action === 'START') {
    const seconds = update.WaitOptions?.WaitSeconds;
    if (seconds === undefined) throw invalid('A WAIT starts with WaitSeconds.');
    operation.WaitDetails = { ScheduledEndTimestamp: due(seconds) };
    timers.push({ kind: 'wait', seconds });
  }
  if (Type === 'CALLBACK' && Action === 'START') {
    operation.CallbackDetails = { CallbackId: newCallbackId() };
    const { TimeoutSeconds = 0, HeartbeatTimeoutSeconds = 0 } = update.CallbackOptions ?? {};
    if (TimeoutSeconds > 0) timers.push({ kind: 'callback', seconds: TimeoutSeconds });
    if (HeartbeatTimeoutSeconds > 0) timers.push({ kind: 'heartbeat', seconds: HeartbeatTimeoutSeconds });
  }
  return { operation, timers };
}

const statusAfter = {
  START: 'STARTED',
  SUCCEED: 'SUCCEEDED',
  FAIL: 'FAILED',
  RETRY: 'PENDING',
  CANCEL: 'CANCELLED',
} as const;
const ends: ReadonlySet<string> = new Set(['SUCCEED', 'FAIL', 'CANCEL']);

/**
 * What a replay needs: all operations but those inside of a context that has ended, unless it asked to have them replayed.
 * @param operations in the order in which they began
 */
export function replayed(operations: readonly Operation[]): Operation[] {
  const byId = new Map(operations.map((operation) => [operation.Id, operation]));
  const hidden = new Set<string>();
  return operations.filter(({ Id, ParentId }) => {
    const parent = ParentId === undefined ? undefined : byId.get(ParentId);
    const ended = parent?.Status === 'SUCCEEDED' || parent?.Status === 'FAILED';
    if (!parent || !ended || (parent.ContextDetails?.ReplayChildren && !hidden.has(parent.Id))) return true;
    hidden.add(Id);
    return false;
  });
}

/** @param written how a time is written: seconds since the epoch in answers, ISO 8601 in what a function is called with */
export function shown(operation: Operation, written: (ms: number) => number | string): object {
  const { StartTimestamp, EndTimestamp, StepDetails, WaitDetails } = operation;
  const next = StepDetails?.NextAttemptTimestamp;
  return {
    ...operation,
    StartTimestamp: written(StartTimestamp),
    ...(EndTimestamp !== undefined && { EndTimestamp: written(EndTimestamp) }),
    ...(next !== undefined && { StepDetails: { ...StepDetails, NextAttemptTimestamp: written(next) } }),
    ...(WaitDetails && {
      WaitDetails: { ScheduledEndTimestamp: written(WaitDetails.ScheduledEndTimestamp) },
    }),
  };
}
