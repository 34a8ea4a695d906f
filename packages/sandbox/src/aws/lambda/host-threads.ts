import type { FromHost } from './host/messages.ts';
import { type Host, makeHost } from './host.ts';

/** Places environments on threads: a few shared ones, made when needed, and one each for ES modules. */
export interface HostThreads {
  /** The least busy shared host, or a new one of its own. */
  place(dedicated: boolean): Host;
  stop(): Promise<void>;
}

/** @param shared how many host threads there may be for CommonJS bundles */
export function makeHostThreads(
  shared: number,
  onMessage: (message: FromHost) => void,
  onGone: (host: Host, reason: string) => void,
): HostThreads {
  const hosts = new Set<Host>();

  function add(dedicated: boolean): Host {
    const host = makeHost(dedicated, onMessage, (gone, reason) => {
      hosts.delete(gone);
      onGone(gone, reason);
    });
    hosts.add(host);
    return host;
  }

  return {
    place(dedicated) {
      if (dedicated) return add(true);
      const candidates = [...hosts].filter((host) => !host.dedicated && !host.gone);
      candidates.sort((a, b) => a.load - b.load || a.environments - b.environments);
      const [best] = candidates;
      return best && (best.load === 0 || candidates.length >= shared) ? best : add(false);
    },
    async stop() {
      await Promise.all([...hosts].map((host) => host.kill()));
    },
  };
}
