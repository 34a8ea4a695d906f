import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { residentBytes } from './child-process.ts';
import type { InvokeMessage } from './host/messages.ts';
import type { Host, HostEvents } from './host.ts';
import type { OrphanWatch } from './orphan-watch.ts';
import { makeProcessHost, type ProcessHost, type ProcessOptions } from './process-host.ts';
import { makeRuntimeApi } from './runtime-api.ts';
import { programOf } from './runtime-program.ts';

export interface RuntimeOptions extends ProcessOptions {
  /** The environment that lives in it. */
  environment: number;
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
  let initMs: number | undefined;
  let startedAt = begunAt;
  let waiting: InvokeMessage | undefined;

  const { host, pid, watch, end }: ProcessHost = makeProcessHost(
    {
      post(message) {
        if (message.type !== 'invoke') return;
        waiting = message;
        api.offer(message);
      },
      activeMs: () => processorMs(pid()) ?? performance.now() - begunAt,
      usedBytes: async () => (host.gone ? undefined : bytes('now')),
      peakBytes: ({ peakRssBytes = 0 }) => peakRssBytes,
    },
    onLine,
    orphans,
    (gone, reason) => {
      api.close();
      onGone(gone, reason);
    },
  );

  const api = makeRuntimeApi({
    onReady() {
      initMs = performance.now() - begunAt;
      host.ready = true;
    },
    onTaken: begin,
    onAnswer: ({ requestId }, answer) => finish(requestId, answer.payload, answer.failed, false),
    onInitError: failInit,
  });

  /** The answer to the first invocation, as for code that is loaded here. */
  function failInit(document: string): void {
    if (!waiting) return;
    begin(waiting);
    finish(waiting.requestId, document, true, true);
  }

  function begin({ requestId }: InvokeMessage): void {
    startedAt = performance.now();
    onMessage({ type: 'started', environment, requestId, ...(initMs !== undefined && { initMs }) }, host);
    initMs = undefined;
  }

  function finish(requestId: string, payload: string, failed: boolean, fatal: boolean): void {
    waiting = undefined;
    const durationMs = performance.now() - startedAt;
    const sizes = { peakRssBytes: bytes('most'), heapBytes: 0, bufferGrowthBytes: 0 };
    onMessage({ type: 'done', environment, requestId, payload, failed, fatal, durationMs, ...sizes }, host);
  }

  function bytes(which: 'now' | 'most'): number | undefined {
    const id = pid();
    return id === undefined ? undefined : residentBytes(id, which);
  }

  function start(address: string): void {
    if (host.gone) {
      end('signal: killed');
      return;
    }
    const { command, args } = programOf(fn.runtime, fn.root);
    const begun = spawn(command, args, {
      cwd: fn.root,
      env: { ...variables, AWS_LAMBDA_RUNTIME_API: address },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    begun.once('error', ({ message }) => failInit(invalidEntrypoint(message)));
    watch(begun);
  }

  api.listen().then(start, (error) => end(String(error)));
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
