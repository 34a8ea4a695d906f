import { randomUUID } from 'node:crypto';
import type { Moment } from '../../core/ports.ts';
import type { InvocationTarget } from './functions.ts';
import type { Host } from './host.ts';

/** One call of a function. */
export interface Job {
  target: InvocationTarget;
  requestId: string;
  /** The event as JSON text. */
  payload: string;
  /** What the caller says of itself, JSON text. */
  clientContext?: string;
  /** Gets each log line of the invocation, for `LogType: Tail`. */
  onLog?(line: string): void;
}

export interface Outcome {
  /** Answer or error document, JSON text. */
  payload: string;
  failed: boolean;
}

/** A job under way in an environment. */
export interface Invocation {
  job: Job;
  /** When it was sent to its host; on the clock of `performance.now`, as all times here. */
  sentAt: number;
  /** By how much the thread that answers had been late by then. */
  lateBefore: number;
  /** What the host had worked by then. */
  hostActiveMs: number;
  /** The handler has been called, so running the job elsewhere would run it twice. */
  started: boolean;
  startedAt: number;
  /** When it was asked for. */
  calledAt: Moment;
  initMs: number | undefined;
  /** No other invocation has been in the same host meanwhile. */
  alone: boolean;
  /** It has got back the time in which others kept its thread. */
  extended: boolean;
  /** It has been taken back from a host that was too busy to begin it. */
  moved: boolean;
  /** How often a host was lost before the handler was called. */
  losses: number;
  timer: NodeJS.Timeout | undefined;
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

/** A function environment, as the main thread sees it. */
export interface PooledEnvironment {
  id: number;
  target: InvocationTarget;
  host: Host;
  accessKeyId: string;
  logStream: string;
  /** Shared with a thread: see `EnvironmentSpec.claim`. */
  claim: Int32Array | undefined;
  invocation: Invocation | undefined;
  /** Its code has been replaced: it ends with the invocation that it runs. */
  stale: boolean;
  idleSince: number;
  idleTimer: NodeJS.Timeout | undefined;
}

export function newTraceId(now: number): string {
  const time = Math.floor(now / 1000).toString(16);
  // Node draws the random bits of many UUIDs at once.
  const [root, parent] = [randomUUID().replaceAll('-', ''), randomUUID().replaceAll('-', '')];
  return `Root=1-${time}-${root.slice(-24)};Parent=${parent.slice(-16)};Sampled=0`;
}

export function timedOut(requestId: string, timeoutSeconds: number): Outcome {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { failed: true, payload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }) };
}

/** The host is gone. @param reason `exit status 1`, `signal: killed` and the like */
export function exited(
  requestId: string,
  reason: string,
  errorType: 'Runtime.ExitError' | 'Runtime.OutOfMemory' = 'Runtime.ExitError',
): Outcome {
  return { failed: true, payload: JSON.stringify({ errorType, errorMessage: exitLine(requestId, reason) }) };
}

export function exitLine(requestId: string, reason: string): string {
  return `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`;
}
