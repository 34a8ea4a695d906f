import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromHost, ToHost } from './host/messages.ts';

/** A host thread, as the main thread sees it. */
export interface Host {
  /** Invocations that run in it now. */
  load: number;
  /** Environments that live in it. */
  environments: number;
  /** For one environment alone (an ES module). */
  dedicated: boolean;
  /** Being ended, or ended: nothing new may be placed here. */
  gone: boolean;
  post(message: ToHost): void;
  /** Ends the thread unless it answers within `withinMs`: it is blocked by code that never yields. */
  probe(withinMs: number): void;
  /** Ends the thread at once. */
  kill(): Promise<unknown>;
}

/** @param onGone called once, when the thread has ended for whatever reason */
export function makeHost(
  dedicated: boolean,
  onMessage: (message: FromHost) => void,
  onGone: (host: Host, reason: string) => void,
): Host {
  const worker = new Worker(join(import.meta.dirname, 'host', 'host-thread.ts'), {
    argv: [],
    execArgv: [],
    env: { TZ: 'UTC' },
    name: 'lambda-host',
  });
  let reason = 'ended';
  let probing: NodeJS.Timeout | undefined;
  const host: Host = {
    load: 0,
    environments: 0,
    dedicated,
    gone: false,
    post: (message) => worker.postMessage(message),
    probe(withinMs) {
      if (probing || host.gone) return;
      worker.postMessage({ type: 'ping' } satisfies ToHost);
      probing = setTimeout(() => {
        reason = 'blocked';
        void host.kill();
      }, withinMs);
    },
    kill() {
      host.gone = true;
      return worker.terminate();
    },
  };
  worker.on('message', (message: FromHost) => {
    if (message.type !== 'pong') return onMessage(message);
    clearTimeout(probing);
    probing = undefined;
  });
  worker.on('error', (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', () => {
    host.gone = true;
    clearTimeout(probing);
    onGone(host, reason);
  });
  return host;
}
