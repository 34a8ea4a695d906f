import { type ChildOptions, makeChildHost } from './child-host.ts';
import type { Host, HostEvents } from './host.ts';
import { makeThreadHost, type ThreadHost } from './thread-host.ts';

/** Places environments: on a few shared threads, made when needed, or each in a child of its own. */
export interface Hosts {
  /** The least busy shared thread, or a new one. */
  thread(): Host;
  child(options: ChildOptions): Host;
  stop(): Promise<void>;
}

/** @param shared how many threads there may be */
export function makeHosts(shared: number, { onMessage, onGone }: HostEvents): Hosts {
  const threads = new Set<ThreadHost>();
  const children = new Set<Host>();

  function watched<Kind extends Host>(hosts: Set<Kind>): HostEvents {
    return {
      onMessage,
      onGone(host, reason) {
        for (const one of hosts) if (one === host) hosts.delete(one);
        onGone(host, reason);
      },
    };
  }

  function added<Kind extends Host>(hosts: Set<Kind>, host: Kind): Kind {
    hosts.add(host);
    return host;
  }

  return {
    thread() {
      const candidates = [...threads].filter((host) => !host.gone);
      candidates.sort((a, b) => a.load - b.load || a.environments - b.environments);
      const [best] = candidates;
      return best && (best.load === 0 || candidates.length >= shared)
        ? best
        : added(threads, makeThreadHost(watched(threads)));
    },
    child: (options) => added(children, makeChildHost(options, watched(children))),
    async stop() {
      await Promise.all([...threads, ...children].map((host) => host.kill('stopped')));
    },
  };
}
