import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromHost, ToHost } from './host/messages.ts';
import type { Host, HostEvents } from './host.ts';

/** Node's flags that a thread needs to answer `import()` in the realm of one environment. */
const execArgv = ['--experimental-vm-modules', '--experimental-import-meta-resolve', '--no-warnings'];

export interface ThreadHost extends Host {
  kind: 'thread';
}

/** A worker thread, which is quick to make and to talk to: the default. */
export function makeThreadHost({ onMessage, onGone }: HostEvents): ThreadHost {
  const worker = new Worker(join(import.meta.dirname, 'host', 'host-entry.ts'), {
    argv: [],
    execArgv,
    env: { TZ: 'UTC' },
    name: 'lambda-host',
  });
  let reason = 'exit status 0';
  let probing: NodeJS.Timeout | undefined;
  const host: ThreadHost = {
    kind: 'thread',
    load: 0,
    environments: 0,
    gone: false,
    post: (message) => worker.postMessage(message),
    probe(withinMs) {
      if (probing || host.gone) return;
      worker.postMessage({ type: 'ping' } satisfies ToHost);
      probing = setTimeout(() => void host.kill('signal: killed (blocked)'), withinMs);
    },
    kill(why) {
      reason = why;
      host.gone = true;
      return worker.terminate();
    },
  };
  worker.on('message', (message: FromHost) => {
    if (message.type !== 'pong') return onMessage(message, host);
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
