import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { exitOf, readLines, residentBytes } from './child-process.ts';
import type { InvokeMessage } from './host/messages.ts';
import type { Host, HostEvents } from './host.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { OrphanWatch } from './orphan-watch.ts';
import { makeRuntimeApi } from './runtime-api.ts';
import { programOf } from './runtime-program.ts';

export interface RuntimeOptions {
  fn: LambdaFunction;
  variables: Record<string, string>;
  /** The environment that lives in it. */
  environment: number;
  /** Gets each line that it writes. */
  onLine(line: string): void;
}

/** Linux counts processor time in hundredths of a second. */
const tickMs = 10;

/** A process of another language than JavaScript, for one environment. It asks for its invocations by HTTP. */
export function makeRuntimeHost(
  { fn, variables, environment, onLine }: RuntimeOptions,
  orphans: OrphanWatch,
  { onMessage, onGone }: HostEvents,
): Host {
  const begunAt = performance.now();
  let child: ChildProcess | undefined;
  let reason: string | undefined;
  let initMs: number | undefined;
  let startedAt = begunAt;
  let waiting: InvokeMessage | undefined;
  let over = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });

  const host: Host = {
    kind: 'child',
    load: 0,
    environments: 0,
    gone: false,
    ready: false,
    silent: false,
    post(message) {
      if (message.type !== 'invoke') return;
      waiting = message;
      api.offer(message);
    },
    kill(why) {
      reason ??= why;
      host.gone = true;
      child?.kill('SIGKILL');
      return ended;
    },
    activeMs: () => processorMs(child?.pid) ?? performance.now() - begunAt,
    quietMs: () => 0,
    isStuck: async () => false,
    usedBytes: async () => (host.gone || child?.pid === undefined ? undefined : residentBytes(child.pid)),
    peakBytes: ({ peakRssBytes = 0 }) => peakRssBytes,
    liveBytes: () => host.usedBytes(),
    occupant: async () => 'unknown',
    running: async () => undefined,
    async interrupt() {
      await host.kill('signal: killed');
      return true;
    },
  };

  const api = makeRuntimeApi({
    onReady() {
      initMs = performance.now() - begunAt;
      host.ready = true;
    },
    onTaken: begin,
    onAnswer: ({ requestId }, answer) => end(requestId, answer.payload, answer.failed, false),
    onInitError: failInit,
  });

  /** The answer to the first invocation, as for code that is loaded here. */
  function failInit(document: string): void {
    if (!waiting) return;
    begin(waiting);
    end(waiting.requestId, document, true, true);
  }

  function begin({ requestId }: InvokeMessage): void {
    startedAt = performance.now();
    onMessage({ type: 'started', environment, requestId, ...(initMs !== undefined && { initMs }) }, host);
    initMs = undefined;
  }

  function end(requestId: string, payload: string, failed: boolean, fatal: boolean): void {
    waiting = undefined;
    const peakRssBytes = child?.pid === undefined ? undefined : residentBytes(child.pid, 'most');
    const durationMs = performance.now() - startedAt;
    const sizes = { peakRssBytes, heapBytes: 0, bufferGrowthBytes: 0 };
    onMessage({ type: 'done', environment, requestId, payload, failed, fatal, durationMs, ...sizes }, host);
  }

  function gone(how: string): void {
    host.gone = true;
    api.close();
    over();
    onGone(host, reason ?? how);
  }

  function start(address: string): void {
    if (host.gone) {
      gone('signal: killed');
      return;
    }
    const { command, args } = programOf(fn.runtime, fn.root);
    const begun = spawn(command, args, {
      cwd: fn.root,
      env: { ...variables, AWS_LAMBDA_RUNTIME_API: address },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    child = begun;
    orphans.add(begun);
    for (const stream of [begun.stdout, begun.stderr]) readLines(stream, onLine);
    begun.once('error', ({ message }) => failInit(invalidEntrypoint(message)));
    begun.once('close', (code, signal) => gone(exitOf(code, signal)));
  }

  api.listen().then(start, (error) => gone(String(error)));
  return host;
}

const invalidEntrypoint = (why: string): string =>
  JSON.stringify({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: `Error: ${why}` });

function processorMs(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces: state, parent, …; 11 and 12 are the time in its own code and in the system's.
    const [user, system] = stat
      .slice(stat.lastIndexOf(') ') + 2)
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) * tickMs;
  } catch {
    return undefined;
  }
}
