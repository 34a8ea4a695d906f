import { fork } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { residentBytes } from './child-process.ts';
import type { FromHost } from './host/messages.ts';
import { isSurroundedByModules } from './host/package-scope.ts';
import type { Host, HostEvents } from './host.ts';
import type { OrphanWatch } from './orphan-watch.ts';
import { makeProcessHost, type ProcessHost, type ProcessOptions } from './process-host.ts';

export interface ChildOptions extends ProcessOptions {
  /** Opens a debugger for it. */
  inspect: boolean;
}

/** A child tells its own size and time this often while it works; one that is late is looked at from outside. */
const reportLateMs = 300;

/** A process of its own for one environment, with the same entry and messages as a thread. */
export function makeChildHost(
  { fn, variables, inspect, onLine }: ChildOptions,
  orphans: OrphanWatch,
  { onMessage, onGone }: HostEvents,
): Host {
  const child = fork(join(import.meta.dirname, 'host', 'host-entry.ts'), [], {
    cwd: fn.root,
    env: { ...startVariables(), ...variables },
    execArgv: ['--no-warnings', ...ownScope(fn.root), ...(inspect ? ['--inspect=127.0.0.1:0'] : [])],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let emptyBytes: number | undefined;
  let last = { rssBytes: 0, activeMs: 0, at: performance.now() };

  const { host, watch, blame }: ProcessHost = makeProcessHost(
    {
      post: (message) => void (child.connected && child.send(message, () => undefined)),
      /** What keeps a child from telling is that it computes. */
      activeMs: () => last.activeMs + (isLate() && host.load > 0 ? performance.now() - last.at : 0),
      async usedBytes() {
        if (emptyBytes === undefined || host.gone || child.pid === undefined) return undefined;
        const rssBytes = isLate() ? residentBytes(child.pid) : last.rssBytes;
        return rssBytes === undefined ? undefined : Math.max(0, rssBytes - emptyBytes);
      },
      peakBytes: ({ peakRssBytes = 0 }) => Math.max(0, peakRssBytes - (emptyBytes ?? 0)),
    },
    onLine,
    orphans,
    onGone,
  );
  const isLate = (): boolean => performance.now() - last.at > reportLateMs;

  child.on('message', (message: FromHost) => {
    if (message.type === 'ready') {
      emptyBytes = message.rssBytes;
      host.ready = true;
    }
    if (message.type === 'usage')
      last = { rssBytes: message.rssBytes, activeMs: message.cpuMs, at: performance.now() };
    else onMessage(message, host);
  });
  child.on('error', ({ message }) => blame(message));
  watch(child);
  return host;
}

/** Code that no package around it declares to be something else needs none of this, and starts sooner. */
function ownScope(root: string): string[] {
  if (!isSurroundedByModules(root)) return [];
  const scope = pathToFileURL(join(import.meta.dirname, 'host', 'own-package-scope.ts'));
  scope.searchParams.set('root', root);
  return ['--import', scope.href];
}

/** Shared by the sandbox's own processes; none of it reaches the function's code. */
function startVariables(): Record<string, string> {
  const names = [
    'NODE_COMPILE_CACHE',
    'MALLOC_ARENA_MAX',
    'MALLOC_MMAP_THRESHOLD_',
    'MALLOC_TRIM_THRESHOLD_',
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
