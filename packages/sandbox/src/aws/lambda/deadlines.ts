import type { EnvironmentPool } from './environment-pool.ts';
import type { Lateness } from './host/lateness.ts';
import { claims } from './host/messages.ts';
import { leastMs } from './host/patient-timeout.ts';
import type { Host } from './host.ts';
import type { Invocation, PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Placement } from './placement.ts';

/** Watches over the time that invocations take, and over threads that one of them keeps from the others. */
export interface Deadlines {
  /** The invocation has been sent to its host, which has to begin it. */
  sent(environment: PooledEnvironment, invocation: Invocation): void;
  /** The handler has been called: the function's timeout counts from here. */
  started(environment: PooledEnvironment, invocation: Invocation): void;
  /** Sees to it that the thread answers again, if the environment that has just ended still keeps it. */
  relieve(host: Host, ended: PooledEnvironment): Promise<void>;
}

export interface DeadlineActions {
  timeOut(environment: PooledEnvironment, invocation: Invocation, seconds: number): void;
  /** Runs an invocation that has not begun somewhere else. */
  move(environment: PooledEnvironment): void;
}

export interface DeadlineLimits {
  /** Time for loading the code; Lambda gives 10 s. */
  initMs: number;
  /** A thread that has one and the same thing to do for so long is too busy to begin an invocation. */
  patienceMs: number;
}

/**
 * A function that never yields fails alone. What had not begun in its thread begins elsewhere; what had begun waits until
 * the function's own timeout breaks it, and has its time prolonged by what it lost; afterwards the function gets a child.
 * A busy machine ends nobody: every deadline goes on for as long as the thread that answers was late (lateness.ts).
 */
export function makeDeadlines(
  limits: DeadlineLimits,
  pool: EnvironmentPool,
  placement: Placement,
  lateness: Lateness,
  { timeOut, move }: DeadlineActions,
): Deadlines {
  /** Whose environment may still keep a thread. */
  const justEnded = new Map<number, LambdaFunction>();
  const isCurrent = (environment: PooledEnvironment, invocation: Invocation): boolean =>
    environment.invocation === invocation;

  function sent(environment: PooledEnvironment, invocation: Invocation): void {
    if (placement.inspected(invocation.job.target.fn)) return;
    invocation.timer = setTimeout(() => awaitStart(environment, invocation), limits.patienceMs);
  }

  function awaitStart(environment: PooledEnvironment, invocation: Invocation): void {
    const { host } = environment;
    const lateMs = lateness() - invocation.lateBefore;
    if (performance.now() - invocation.sentAt - lateMs >= limits.initMs)
      void initExpired(environment, invocation);
    else if (isTooBusy(host, invocation)) void makeRoom(environment, invocation);
    else sent(environment, invocation);
  }

  async function makeRoom(environment: PooledEnvironment, invocation: Invocation): Promise<void> {
    const { host } = environment;
    const isStuck = await host.isStuck(limits.patienceMs);
    if (!isCurrent(environment, invocation) || invocation.started) return;
    if (isStuck && withdraw(environment)) {
      host.silent = true;
      invocation.moved = true;
      void check(host);
      move(environment);
    } else sent(environment, invocation);
  }

  const isTooBusy = (host: Host, { moved, hostActiveMs }: Invocation): boolean =>
    !moved && host.ready && Math.min(host.quietMs(), host.activeMs() - hostActiveMs) >= limits.patienceMs;

  const withdraw = ({ claim }: PooledEnvironment): boolean =>
    claim !== undefined && Atomics.compareExchange(claim, 0, claims.sent, claims.withdrawn) === claims.sent;

  async function initExpired(environment: PooledEnvironment, invocation: Invocation): Promise<void> {
    const { host, id } = environment;
    const occupant = host.kind === 'child' ? 'nothing' : await host.occupant();
    if (!isCurrent(environment, invocation) || invocation.started) return;
    if (typeof occupant === 'object' && occupant.environment !== id) {
      await endLeftOver(host, occupant.environment);
      sent(environment, invocation);
      return;
    }
    timeOut(environment, invocation, limits.initMs / 1000);
    if (occupant !== 'nothing') await breakLoop(host, invocation.job.target.fn);
  }

  function started(environment: PooledEnvironment, invocation: Invocation): void {
    const { fn } = invocation.job.target;
    if (placement.inspected(fn)) return;
    // An answer that came in time may still wait in this thread's own queue.
    const afterMs = (ms: number): void => {
      invocation.timer = setTimeout(() => setImmediate(() => void expire(environment, invocation)), ms);
    };
    const timeoutMs = fn.timeoutSeconds * 1000;
    let lateBefore = lateness();
    afterMs(timeoutMs);

    async function expire({ host, id }: PooledEnvironment, { alone }: Invocation): Promise<void> {
      if (!isCurrent(environment, invocation)) return;
      const lateMs = lateness() - lateBefore;
      if (lateMs >= leastMs) {
        lateBefore += lateMs;
        afterMs(lateMs);
        return;
      }
      if (host.kind === 'child' || alone) {
        timeOut(environment, invocation, fn.timeoutSeconds);
        return relieve(host, environment);
      }
      const occupant = await host.occupant();
      if (!isCurrent(environment, invocation)) return;
      if (typeof occupant === 'object' && occupant.environment !== id) {
        await endLeftOver(host, occupant.environment);
        afterMs(limits.patienceMs);
        return;
      }
      const lostMs = Math.min(timeoutMs, host.activeMs() - invocation.hostActiveMs);
      if (occupant === 'nothing' && !invocation.extended && lostMs > limits.patienceMs) {
        invocation.extended = true;
        afterMs(lostMs);
        return;
      }
      timeOut(environment, invocation, fn.timeoutSeconds);
      if (occupant !== 'nothing') await breakLoop(host, fn);
    }
  }

  /** Code of an environment that has ended, or has no invocation, has no timeout that would end it. */
  async function endLeftOver(host: Host, id: number): Promise<void> {
    const environment = pool.find(id);
    if (environment?.invocation) return;
    const fn = environment?.target.fn ?? justEnded.get(id);
    if (fn) placement.remember(fn);
    if (environment) pool.end(environment);
    await host.interrupt();
  }

  async function breakLoop(host: Host, fn: LambdaFunction): Promise<void> {
    placement.remember(fn);
    host.silent = true;
    if (!(await host.interrupt())) await host.kill('signal: killed (blocked)');
  }

  async function relieve(host: Host, { id, target }: PooledEnvironment): Promise<void> {
    if (host.kind === 'child' || host.gone) return;
    justEnded.set(id, target.fn);
    const occupant = await host.occupant();
    justEnded.delete(id);
    if (host.gone || occupant === 'nothing') return;
    if (occupant === 'unknown' || occupant.environment === id) await breakLoop(host, target.fn);
  }

  async function check(host: Host): Promise<void> {
    const occupant = await host.occupant();
    if (typeof occupant === 'object') await endLeftOver(host, occupant.environment);
  }

  return { sent, started, relieve };
}
