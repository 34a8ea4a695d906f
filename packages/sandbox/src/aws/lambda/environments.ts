import { AwsError } from '../../core/aws-error.ts';
import type { CredentialIssuer, LogSink, MetricSink } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { ChildOptions } from './child-host.ts';
import { environmentSpec, environmentVariables } from './environment-spec.ts';
import type { InvocationTarget } from './functions.ts';
import type { FromHost } from './host/messages.ts';
import type { Host } from './host.ts';
import { makeHosts } from './hosts.ts';
import {
  exited,
  exitLine,
  type Invocation,
  type Job,
  newTraceId,
  type Outcome,
  type PooledEnvironment,
  timedOut,
} from './invocation.ts';
import { measure } from './invocation-metrics.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { endLines, errorTypeOf, newLogStream, startLine } from './log-lines.ts';
import { makePlacement } from './placement.ts';

export interface EnvironmentLimits {
  /** Shared host threads. */
  hosts: number;
  /** Invocations at a time over all functions, and so environments. */
  concurrency: number;
  /**
   * Invocations at a time that queues, streams and events may start of one function. More would only share the cores
   * of this machine, and each would pay for a cold start of its own; a caller who waits for the answer always gets one.
   */
  backgroundConcurrency: number;
  /** An environment without work ends after this time. */
  idleMs: number;
  /** A host that does not answer for so long is blocked and ends. */
  blockedMs: number;
  /** Time for loading the code; Lambda gives 10 s. */
  initMs: number;
  /** Names or logical ids of functions that run under a debugger, which has all the time it wants. */
  inspect: readonly string[];
}

export interface Environments {
  /** @throws AwsError `TooManyRequestsException` */
  run(job: Job): Promise<Outcome>;
  /** Whether a queue, a stream or an event may start one more invocation of the function now. */
  hasRoom(fn: LambdaFunction): boolean;
  /** Whether the function's reserved concurrency would refuse an invocation now. */
  isThrottled(fn: LambdaFunction): boolean;
  /** Calls back whenever an invocation has ended. @returns a function that unsubscribes. */
  onRoom(callback: () => unknown): () => void;
  /** Ends the environments of the function's `$LATEST`; those at work end with their invocation. */
  end(functionName: string): void;
  stop(): Promise<void>;
}

/** A job is given up after it has lost so many hosts, since it may be what blocks them. */
const maxLosses = 2;

export function makeEnvironments(
  world: World,
  credentials: CredentialIssuer,
  logs: LogSink,
  limits: EnvironmentLimits,
  metrics: MetricSink,
): Environments {
  const all = new Map<number, PooledEnvironment>();
  const inFlight = new Map<string, number>();
  const listeners = new Set<() => unknown>();
  const hosts = makeHosts(limits.hosts, { onMessage, onGone });
  const placement = makePlacement(limits.inspect);
  let lastId = 0;
  let total = 0;
  let stopped = false;

  function mayRun(fn: LambdaFunction, most: number): boolean {
    return (
      total < limits.concurrency &&
      (inFlight.get(fn.name) ?? 0) < Math.min(most, fn.reservedConcurrency ?? Number.POSITIVE_INFINITY)
    );
  }

  function count(fn: LambdaFunction, change: 1 | -1): void {
    total += change;
    inFlight.set(fn.name, (inFlight.get(fn.name) ?? 0) + change);
  }

  function idle(target: InvocationTarget): PooledEnvironment | undefined {
    let best: PooledEnvironment | undefined;
    for (const environment of all.values()) {
      if (environment.invocation || environment.stale || environment.host.gone) continue;
      if (environment.target.fn !== target.fn || environment.target.version !== target.version) continue;
      if (!best || environment.host.load < best.host.load) best = environment;
    }
    return best;
  }

  function create(target: InvocationTarget): PooledEnvironment {
    if (all.size >= limits.concurrency) endLongestIdle();
    const { fn, version } = target;
    const now = world.now();
    const logStream = newLogStream(fn, version, now);
    const issued = credentials.assume(fn.roleArn, fn.name);
    const id = ++lastId;
    const variables = environmentVariables(fn, version, world, logStream, issued);
    const host = placement.needsChild(fn) ? hosts.child(childOf(fn, variables, id)) : hosts.thread();
    const environment: PooledEnvironment = {
      id,
      target,
      host,
      accessKeyId: issued.accessKeyId,
      logStream,
      invocation: undefined,
      stale: false,
      idleSince: now,
      idleTimer: undefined,
    };
    all.set(id, environment);
    host.environments++;
    host.post({ type: 'create', spec: environmentSpec(environment, variables) });
    return environment;
  }

  function childOf(fn: LambdaFunction, variables: Record<string, string>, id: number): ChildOptions {
    const inspect = placement.inspected(fn);
    const onLine = (line: string): void => {
      const environment = all.get(id);
      if (environment) write(environment, line);
      const [debuggerUrl] = (inspect && /ws:\/\/\S+/.exec(line)) || [];
      if (debuggerUrl) world.report(`${fn.name} waits for a debugger at ${debuggerUrl}`);
    };
    return { fn, variables, inspect, onLine };
  }

  function endLongestIdle(): void {
    const [oldest] = [...all.values()]
      .filter((one) => !one.invocation)
      .sort((a, b) => a.idleSince - b.idleSince);
    if (oldest) end(oldest);
  }

  function end(environment: PooledEnvironment): void {
    if (!all.delete(environment.id)) return;
    clearTimeout(environment.idleTimer);
    credentials.revoke(environment.accessKeyId);
    const { host } = environment;
    host.environments--;
    if (host.kind === 'child') void host.kill('ended');
    else if (!host.gone) host.post({ type: 'end', environment: environment.id });
  }

  function begin(environment: PooledEnvironment, invocation: Invocation): void {
    clearTimeout(environment.idleTimer);
    environment.invocation = invocation;
    environment.host.load++;
    const { requestId, payload, target } = invocation.job;
    environment.host.post({
      type: 'invoke',
      environment: environment.id,
      requestId,
      payload,
      timeoutMs: target.fn.timeoutSeconds * 1000,
      functionArn: target.invokedArn,
      traceId: newTraceId(world.now()),
    });
    awaitStart(environment, invocation);
  }

  function awaitStart(environment: PooledEnvironment, invocation: Invocation): void {
    invocation.timer = setTimeout(() => {
      if (placement.inspected(invocation.job.target.fn)) return;
      if (environment.host.kind === 'child') return timeOut(environment, invocation, limits.initMs / 1000);
      environment.host.probe(limits.blockedMs);
      awaitStart(environment, invocation);
    }, limits.initMs);
  }

  function write(environment: PooledEnvironment, line: string): void {
    logs.write(environment.target.fn.logGroup, environment.logStream, line);
    environment.invocation?.job.onLog?.(line);
  }

  /** What Lambda says at the end that it has put to an invocation. */
  function writeEnd(
    environment: PooledEnvironment,
    invocation: Invocation,
    status: 'timeout' | 'error',
    errorType?: string,
  ): void {
    const durationMs = performance.now() - invocation.startedAt;
    const ending = { status, errorType, durationMs, usedMemoryMb: 0 };
    for (const line of endLines(invocation, ending, world.now())) write(environment, line);
  }

  function finish(environment: PooledEnvironment, outcome: Outcome, reusable: boolean): void {
    const invocation = leave(environment);
    if (!invocation) return;
    const { fn } = invocation.job.target;
    count(fn, -1);
    const values = {
      Invocations: 1,
      Errors: outcome.failed ? 1 : 0,
      Duration: performance.now() - invocation.startedAt,
    };
    measure(metrics, invocation.job.target, values, invocation.calledAt);
    if (reusable && !environment.stale) rest(environment);
    else end(environment);
    invocation.resolve(outcome);
    for (const listener of listeners) listener();
  }

  function leave(environment: PooledEnvironment): Invocation | undefined {
    const { invocation } = environment;
    if (!invocation) return undefined;
    clearTimeout(invocation.timer);
    environment.invocation = undefined;
    environment.host.load--;
    return invocation;
  }

  function rest(environment: PooledEnvironment): void {
    environment.idleSince = world.now();
    environment.idleTimer = setTimeout(() => end(environment), limits.idleMs);
    environment.idleTimer.unref();
  }

  function timeOut(environment: PooledEnvironment, invocation: Invocation, seconds: number): void {
    const { requestId, target } = invocation.job;
    write(
      environment,
      `${new Date(world.now()).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`,
    );
    writeEnd(environment, invocation, 'timeout');
    world.report(`${target.fn.name} timed out after ${seconds} s`);
    finish(environment, timedOut(requestId, seconds), false);
    if (environment.host.kind === 'thread') environment.host.probe(limits.blockedMs);
  }

  function onMessage(message: FromHost): void {
    if (message.type === 'pong' || message.type === 'ready') return;
    const environment = all.get(message.environment);
    if (!environment) return;
    const { invocation } = environment;
    if (message.type === 'log') write(environment, message.line);
    else if (message.type === 'unfit') unfit(environment, message.refused);
    else if (message.type === 'crashed') crashed(environment, message.payload);
    else if (!invocation || invocation.job.requestId !== message.requestId) return;
    else if (message.type === 'started') started(environment, invocation, message.initMs);
    else {
      const { failed, payload, durationMs, usedMemoryMb } = message;
      const errorType = failed ? errorTypeOf(payload) : undefined;
      const ending = { status: failed ? 'error' : 'success', errorType, durationMs, usedMemoryMb } as const;
      for (const line of endLines(invocation, ending, world.now())) write(environment, line);
      finish(environment, { payload: message.payload, failed: message.failed }, !message.fatal);
    }
  }

  function unfit(environment: PooledEnvironment, refused: boolean): void {
    placement.remember(environment.target.fn);
    if (!refused) {
      environment.stale = true;
      return;
    }
    const invocation = leave(environment);
    end(environment);
    if (invocation) begin(create(invocation.job.target), invocation);
  }

  function started(environment: PooledEnvironment, invocation: Invocation, initMs: number | undefined): void {
    clearTimeout(invocation.timer);
    invocation.started = true;
    invocation.startedAt = performance.now();
    invocation.initMs = initMs;
    write(environment, startLine(invocation, world.now()));
    if (placement.inspected(invocation.job.target.fn)) return;
    const seconds = invocation.job.target.fn.timeoutSeconds;
    const expire = (): void => {
      if (environment.invocation === invocation) timeOut(environment, invocation, seconds);
    };
    // An answer that came in time may still wait in this thread's own queue.
    invocation.timer = setTimeout(() => setImmediate(expire), seconds * 1000);
  }

  function crashed(environment: PooledEnvironment, payload: string): void {
    const { invocation } = environment;
    world.report(`${environment.target.fn.name} crashed; its log group tells why`);
    if (!invocation) {
      end(environment);
      return;
    }
    writeEnd(environment, invocation, 'error', errorTypeOf(payload));
    finish(environment, { payload, failed: true }, false);
  }

  function onGone(host: Host, reason: string): void {
    const lost = [...all.values()].filter((environment) => environment.host === host);
    if (lost.length > 0 && !stopped) {
      const names = [...new Set(lost.map(({ target }) => target.fn.name))].join(', ');
      world.report(`A function host ended (${reason}); a new one takes over for ${names}`);
    }
    for (const environment of lost) {
      const { invocation } = environment;
      if (!invocation) end(environment);
      else if (stopped) {
        leave(environment);
        invocation.reject(new AwsError('ServiceException', 'The sandbox is stopping.', 500));
      } else if (invocation.started || ++invocation.losses > maxLosses) {
        const { requestId } = invocation.job;
        for (const line of [exitLine(requestId, reason), 'Runtime.ExitError']) write(environment, line);
        writeEnd(environment, invocation, 'error', 'Runtime.ExitError');
        finish(environment, exited(requestId, reason), false);
      } else {
        leave(environment);
        end(environment);
        begin(create(invocation.job.target), invocation);
      }
    }
  }

  return {
    hasRoom: (fn) => mayRun(fn, limits.backgroundConcurrency),
    isThrottled: ({ name, reservedConcurrency = Number.POSITIVE_INFINITY }) =>
      (inFlight.get(name) ?? 0) >= reservedConcurrency,
    run: (job) =>
      new Promise((resolve, reject) => {
        const { fn } = job.target;
        if (stopped) throw new AwsError('ServiceException', 'The sandbox is stopping.', 500);
        if (!mayRun(fn, Number.POSITIVE_INFINITY)) {
          measure(metrics, job.target, { Throttles: 1 });
          throw tooMany(total >= limits.concurrency);
        }
        const environment = idle(job.target) ?? create(job.target);
        count(fn, 1);
        const startedAt = performance.now();
        begin(environment, {
          job,
          started: false,
          startedAt,
          calledAt: { real: world.now(), aws: world.judging.now() },
          initMs: undefined,
          losses: 0,
          timer: undefined,
          resolve,
          reject,
        });
      }),
    onRoom(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    end(functionName) {
      for (const environment of all.values()) {
        const { fn, version } = environment.target;
        if (fn.name !== functionName || version !== '$LATEST') continue;
        if (environment.invocation) environment.stale = true;
        else end(environment);
      }
    },
    async stop() {
      stopped = true;
      await hosts.stop();
    },
  };
}

function tooMany(account: boolean): AwsError {
  const Reason = account
    ? 'ConcurrentInvocationLimitExceeded'
    : 'ReservedFunctionConcurrentInvocationLimitExceeded';
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason, Type: 'User' });
}
