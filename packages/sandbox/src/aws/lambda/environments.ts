import { AwsError } from '../../core/aws-error.ts';
import type { CredentialIssuer, LogSink, MetricSink } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { type ChildMemoryLimits, makeChildMemory } from './child-memory.ts';
import { type ConcurrencyLimits, makeConcurrency } from './concurrency.ts';
import { type DeadlineLimits, makeDeadlines } from './deadlines.ts';
import { makeEnvironmentPool, type PoolLimits } from './environment-pool.ts';
import type { InvocationTarget } from './functions.ts';
import { claims, type FromHost } from './host/messages.ts';
import type { Host } from './host.ts';
import { makeHostShares } from './host-shares.ts';
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
import { executionRole, type LambdaFunction } from './lambda-function.ts';
import { type Ending, endLines, errorTypeOf, startLine } from './log-lines.ts';
import { makeMemoryWatch } from './memory-watch.ts';
import { makePlacement } from './placement.ts';
import { outOfMemory, type ThreadLimits } from './thread-host.ts';

export interface EnvironmentLimits
  extends ConcurrencyLimits,
    ChildMemoryLimits,
    PoolLimits,
    DeadlineLimits,
    ThreadLimits {
  /** Names or logical ids of functions that run under a debugger, which has all the time it wants. */
  inspect: readonly string[];
}

export interface Environments {
  /** @throws AwsError `TooManyRequestsException` */
  run(job: Job): Promise<Outcome>;
  /** Request id of what runs in the environment with these credentials. */
  runningUnder(accessKeyId: string): string | undefined;
  /** Makes an environment that waits for its first call. */
  open(target: InvocationTarget): void;
  /** Whether an event may start one more invocation of the function now: neither AWS's nor this machine's limit is reached. */
  hasRoom(fn: LambdaFunction): boolean;
  /** Whether the function's reserved concurrency would refuse an invocation now. */
  isThrottled(fn: LambdaFunction): boolean;
  /** Calls back whenever there may be room again. @returns a function that unsubscribes. */
  onRoom(callback: () => unknown): () => void;
  /**
   * Ends the environments of a function; those at work end with their invocation.
   * @param version all of them unless told
   */
  end(functionName: string, version?: string): void;
  stop(): Promise<void>;
}

/** A job is given up after it has lost so many hosts, since it may be what ends them. */
const maxLosses = 2;

export function makeEnvironments(
  world: World,
  credentials: CredentialIssuer,
  logs: LogSink,
  limits: EnvironmentLimits,
  metrics: MetricSink,
): Environments {
  const placement = makePlacement(limits.inspect);
  const shares = makeHostShares();
  const concurrency = makeConcurrency(limits, shares);
  const hosts = makeHosts(limits.hosts, limits, shares, { onMessage, onGone });
  const children = makeChildMemory(limits, () => pool.all());
  const pool = makeEnvironmentPool(world, credentials, limits, hosts, placement, write);
  const deadlines = makeDeadlines(limits, pool, placement, hosts.lateness, { timeOut, move });
  const memory = makeMemoryWatch(
    () => [...pool.all()].filter(({ invocation }) => invocation?.started),
    placement,
    passedSize,
  );
  let stopped = false;

  function begin(environment: PooledEnvironment, invocation: Invocation): void {
    const { host, claim } = environment;
    const { requestId, payload, target, clientContext } = invocation.job;
    clearTimeout(environment.idleTimer);
    shares.begin(host);
    environment.invocation = invocation;
    concurrency.begin(environment);
    host.load++;
    Object.assign(invocation, {
      sentAt: performance.now(),
      lateBefore: hosts.lateness(),
      hostActiveMs: host.activeMs(),
      alone: true,
    });
    if (host.load > 1)
      for (const one of pool.all()) if (one.host === host && one.invocation) one.invocation.alone = false;
    if (claim) Atomics.store(claim, 0, claims.sent);
    host.post({
      type: 'invoke',
      environment: environment.id,
      requestId,
      payload,
      timeoutMs: target.fn.timeoutSeconds * 1000,
      functionArn: target.invokedArn,
      ...(clientContext !== undefined && { clientContext }),
      traceId: newTraceId(world.now()),
    });
    deadlines.sent(environment, invocation);
  }

  function leave(environment: PooledEnvironment): Invocation | undefined {
    const { invocation, host } = environment;
    if (!invocation) return undefined;
    clearTimeout(invocation.timer);
    concurrency.end(environment);
    environment.invocation = undefined;
    host.load--;
    return invocation;
  }

  function move(environment: PooledEnvironment): void {
    const invocation = leave(environment);
    pool.end(environment);
    if (invocation) begin(pool.create(invocation.job.target), invocation);
  }

  function write(environment: PooledEnvironment, line: string): void {
    const { fn } = environment.target;
    logs.write(executionRole(fn), fn.logGroup, environment.logStream, line);
    environment.invocation?.job.onLog?.(line);
  }

  /** What Lambda says at the end that it has put to an invocation, or that the invocation came to. */
  function writeEnd(
    environment: PooledEnvironment,
    invocation: Invocation,
    {
      durationMs = performance.now() - invocation.startedAt,
      usedMemoryMb = 0,
      ...rest
    }: Partial<Ending> & Pick<Ending, 'status'>,
  ): void {
    const ending = { durationMs, usedMemoryMb, ...rest };
    for (const line of endLines(invocation, ending, world.now())) write(environment, line);
  }

  function finish(environment: PooledEnvironment, outcome: Outcome, reusable: boolean): void {
    const invocation = leave(environment);
    if (!invocation) return;
    const values = {
      Invocations: 1,
      Errors: outcome.failed ? 1 : 0,
      Duration: performance.now() - invocation.startedAt,
    };
    measure(metrics, invocation.job.target, values, invocation.calledAt);
    if (reusable && !environment.stale) pool.rest(environment);
    else pool.end(environment);
    invocation.resolve(outcome);
    concurrency.tellRoom();
  }

  function timeOut(environment: PooledEnvironment, invocation: Invocation, seconds: number): void {
    const { requestId, target } = invocation.job;
    const time = new Date(world.now()).toISOString();
    write(environment, `${time} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`);
    writeEnd(environment, invocation, { status: 'timeout' });
    world.report(`${target.fn.name} timed out after ${seconds} s`);
    finish(environment, timedOut(requestId, seconds), false);
  }

  function onMessage(message: FromHost): void {
    if (message.type === 'pong' || message.type === 'ready' || message.type === 'usage') return;
    const environment = pool.find(message.environment);
    if (!environment) return;
    const { invocation } = environment;
    if (message.type === 'log') write(environment, message.line);
    else if (message.type === 'unfit') unfit(environment, message.refused);
    else if (message.type === 'crashed') crashed(environment, message.payload);
    else if (!invocation || invocation.job.requestId !== message.requestId) return;
    else if (message.type === 'started') started(environment, invocation, message.initMs);
    else done(environment, invocation, message);
  }

  function started(environment: PooledEnvironment, invocation: Invocation, initMs: number | undefined): void {
    clearTimeout(invocation.timer);
    const { host } = environment;
    Object.assign(invocation, {
      started: true,
      startedAt: performance.now(),
      hostActiveMs: host.activeMs(),
      initMs,
    });
    write(environment, startLine(invocation, world.now()));
    deadlines.started(environment, invocation);
    memory.begin();
  }

  function done(
    environment: PooledEnvironment,
    invocation: Invocation,
    { payload, failed, fatal, durationMs, ...sizes }: Extract<FromHost, { type: 'done' }>,
  ): void {
    clearTimeout(invocation.timer);
    const { host } = environment;
    const limitBytes = invocation.job.target.fn.memoryMb * 2 ** 20;
    const usedBytes = host.peakBytes(sizes);
    if (host.kind === 'child') children.learn(environment, usedBytes);
    const ownBytes = host.kind === 'child' ? usedBytes : sizes.bufferGrowthBytes;
    if (ownBytes > limitBytes && (host.kind === 'child' || invocation.alone)) {
      passedSize(environment, ownBytes);
      return;
    }
    writeEnd(environment, invocation, {
      durationMs,
      usedMemoryMb: mebibytes(usedBytes),
      status: failed ? 'error' : 'success',
      errorType: failed ? errorTypeOf(payload) : undefined,
    });
    finish(environment, { payload, failed }, !fatal);
  }

  /** The function gets a child from now on, whose size is measured as Lambda does. */
  function passedSize(environment: PooledEnvironment, bytes: number): void {
    const { invocation, host, target } = environment;
    if (!invocation || placement.inspected(target.fn)) return;
    const { requestId } = invocation.job;
    const errorType = 'Runtime.OutOfMemory';
    placement.remember(target.fn);
    const usedMemoryMb = Math.min(mebibytes(bytes), target.fn.memoryMb);
    for (const line of [exitLine(requestId, 'signal: killed'), errorType]) write(environment, line);
    writeEnd(environment, invocation, { status: 'error', errorType, usedMemoryMb });
    world.report(
      `${target.fn.name} was ended: it held ${mebibytes(bytes)} MB, and its MemorySize is ${target.fn.memoryMb} MB`,
    );
    finish(environment, exited(requestId, 'signal: killed', errorType), false);
    void deadlines.relieve(host, environment);
  }

  function unfit(environment: PooledEnvironment, refused: boolean): void {
    placement.remember(environment.target.fn);
    if (refused) move(environment);
    else environment.stale = true;
  }

  function crashed(environment: PooledEnvironment, payload: string): void {
    const { invocation } = environment;
    world.report(`${environment.target.fn.name} crashed; its log group tells why`);
    if (!invocation) {
      pool.end(environment);
      return;
    }
    writeEnd(environment, invocation, { status: 'error', errorType: errorTypeOf(payload) });
    finish(environment, { payload, failed: true }, false);
  }

  function onGone(host: Host, reason: string): void {
    const lost = [...pool.all()].filter((environment) => environment.host === host);
    if (lost.length > 0 && !stopped) {
      const names = [...new Set(lost.map(({ target }) => target.fn.name))].join(', ');
      world.report(`A function host ended (${reason}); a new one takes over for ${names}`);
    }
    for (const environment of lost) {
      const { invocation } = environment;
      if (reason === outOfMemory) placement.remember(environment.target.fn);
      if (!invocation) pool.end(environment);
      else if (stopped) {
        leave(environment);
        invocation.reject(new AwsError('ServiceException', 'The sandbox is stopping.', 500));
      } else if (invocation.started || ++invocation.losses > maxLosses) exit(environment, invocation, reason);
      else move(environment);
    }
  }

  function exit(environment: PooledEnvironment, invocation: Invocation, reason: string): void {
    const { requestId } = invocation.job;
    const errorType =
      reason === outOfMemory && invocation.alone ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
    for (const line of [exitLine(requestId, reason), errorType]) write(environment, line);
    writeEnd(environment, invocation, { status: 'error', errorType });
    finish(environment, exited(requestId, reason, errorType), false);
  }

  return {
    hasRoom: (fn) => concurrency.isAllowed(fn) && concurrency.hasProcessor(fn) && children.hasRoom(fn),
    isThrottled: concurrency.isThrottled,
    onRoom: concurrency.onRoom,
    runningUnder(accessKeyId) {
      for (const one of pool.all()) if (one.accessKeyId === accessKeyId) return one.invocation?.job.requestId;
      return undefined;
    },
    open: (target) => void pool.create(target),
    run: (job) =>
      new Promise((resolve, reject) => {
        if (stopped) throw new AwsError('ServiceException', 'The sandbox is stopping.', 500);
        try {
          concurrency.check(job.target.fn);
        } catch (error) {
          measure(metrics, job.target, { Throttles: 1 });
          throw error;
        }
        const calledAt = { real: world.now(), aws: world.judging.now() };
        begin(pool.take(job.target), newInvocation(job, calledAt, resolve, reject));
      }),
    end(functionName, version) {
      for (const environment of [...pool.all()]) {
        const { target } = environment;
        if (target.fn.name !== functionName || (version !== undefined && target.version !== version))
          continue;
        if (environment.invocation) environment.stale = true;
        else pool.end(environment);
      }
    },
    async stop() {
      stopped = true;
      await hosts.stop();
    },
  };
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

function newInvocation(
  job: Job,
  calledAt: Invocation['calledAt'],
  resolve: Invocation['resolve'],
  reject: Invocation['reject'],
): Invocation {
  const now = performance.now();
  return {
    job,
    sentAt: now,
    lateBefore: 0,
    hostActiveMs: 0,
    started: false,
    startedAt: now,
    calledAt,
    initMs: undefined,
    alone: true,
    extended: false,
    moved: false,
    losses: 0,
    timer: undefined,
    resolve,
    reject,
  };
}
