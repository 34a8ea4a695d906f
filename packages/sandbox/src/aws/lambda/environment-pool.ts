import type { CredentialIssuer } from '../../core/ports.ts';
import { servicePrincipal } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';
import { environmentSpec, environmentVariables } from './environment-spec.ts';
import type { InvocationTarget } from './functions.ts';
import type { Host } from './host.ts';
import type { Hosts } from './hosts.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { newLogStream } from './log-lines.ts';
import type { Placement } from './placement.ts';
import { isNodejs } from './runtime-program.ts';

/** The environments that live now, each with credentials and a log stream of its own. */
export interface EnvironmentPool {
  find(id: number): PooledEnvironment | undefined;
  all(): Iterable<PooledEnvironment>;
  /** One that waits for work, or a new one. */
  take(target: InvocationTarget): PooledEnvironment;
  create(target: InvocationTarget): PooledEnvironment;
  /** It waits for work from now on, and ends when none comes, unless it is debugged. */
  rest(environment: PooledEnvironment): void;
  /** Its credentials are revoked; a child dies, a thread that nobody lives in any more too. */
  end(environment: PooledEnvironment): void;
}

export interface PoolLimits {
  /** Environments at a time. */
  concurrency: number;
  /** An environment without work ends after this time, and with it the host that held nothing else. */
  idleMs: number;
}

/** @param onLine gets what a child writes past its console */
export function makeEnvironmentPool(
  world: World,
  credentials: CredentialIssuer,
  limits: PoolLimits,
  hosts: Hosts,
  placement: Placement,
  onLine: (environment: PooledEnvironment, line: string) => void,
): EnvironmentPool {
  const all = new Map<number, PooledEnvironment>();
  let lastId = 0;

  function idle(target: InvocationTarget): PooledEnvironment | undefined {
    const needsChild = placement.isRemembered(target.fn);
    let best: PooledEnvironment | undefined;
    for (const environment of all.values()) {
      if (environment.target.fn !== target.fn || environment.target.version !== target.version) continue;
      const { host, invocation, stale } = environment;
      if (invocation || stale || host.gone || host.silent) continue;
      if (needsChild && host.kind === 'thread') end(environment);
      else if (!best || host.load < best.host.load) best = environment;
    }
    return best;
  }

  function create(target: InvocationTarget): PooledEnvironment {
    if (all.size >= limits.concurrency) endLongestIdle();
    const { fn, version } = target;
    const now = world.now();
    const id = ++lastId;
    const logStream = newLogStream(fn, version, now);
    const lambda = servicePrincipal('lambda', fn.arn, world.accountId);
    const issued = credentials.assume(lambda, fn.roleArn, fn.name);
    const variables = environmentVariables(fn, version, world, logStream, issued);
    const host = hostFor(fn, variables, id);
    const environment: PooledEnvironment = {
      id,
      target,
      host,
      accessKeyId: issued.accessKeyId,
      logStream,
      claim: host.kind === 'thread' ? new Int32Array(new SharedArrayBuffer(4)) : undefined,
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

  function hostFor(fn: LambdaFunction, variables: Record<string, string>, id: number): Host {
    if (isNodejs(fn.runtime) && !placement.needsChild(fn)) return hosts.thread();
    const log = (line: string): void => {
      const environment = all.get(id);
      if (environment) onLine(environment, line);
    };
    if (!isNodejs(fn.runtime)) return hosts.runtime({ fn, variables, environment: id, onLine: log });
    const inspect = placement.inspected(fn);
    return hosts.child({
      ...{ fn, variables, inspect },
      onLine(line) {
        log(line);
        const [debuggerUrl] = (inspect && /ws:\/\/\S+/.exec(line)) || [];
        if (debuggerUrl) world.report(`${fn.name} can be debugged at ${debuggerUrl}`);
      },
    });
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
    if (host.kind === 'child') void host.kill('signal: killed');
    else if (!host.gone) host.post({ type: 'end', environment: environment.id });
  }

  return {
    find: (id) => all.get(id),
    all: () => all.values(),
    take: (target) => idle(target) ?? create(target),
    create,
    end,
    rest(environment) {
      environment.idleSince = world.now();
      // Who looks at one thing for a minute still wants to be connected.
      if (placement.inspected(environment.target.fn)) return;
      environment.idleTimer = setTimeout(() => {
        end(environment);
        hosts.release(environment.host);
      }, limits.idleMs);
      environment.idleTimer.unref();
    },
  };
}
