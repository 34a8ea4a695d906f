import type { Host } from './host.ts';

/** How much of its time each host has something to do. */
export interface HostShares {
  /** Call it before an invocation begins: what a host did while it had nothing to do says nothing. */
  begin(host: Host): void;
  /** From 0 to 1, over the last moments; of a host that has only begun it is not known, and 1. */
  of(host: Host): number;
  /** It has hardly time for more. */
  isBusy(host: Host): boolean;
}

/** Shorter looks would tell of chance; and a child that waits for a moment is no reason to start another process. */
const windowMs = { thread: 25, child: 5000 } as const;
/**
 * A thread's time is that of its event loop. A child's is its processor time, of which it gets little on a busy machine however
 * much it wants; one that waits takes hardly any.
 */
const busyShare = { thread: 0.5, child: 0.05 } as const;

export function makeHostShares(now: () => number = () => performance.now()): HostShares {
  const looks = new WeakMap<Host, { at: number; activeMs: number; share: number }>();

  function of(host: Host): number {
    if (host.load === 0) return 0;
    if (host.silent || !host.ready) {
      looks.delete(host);
      return 1;
    }
    const last = looks.get(host);
    const at = now();
    if (!last) {
      looks.set(host, { at, activeMs: host.activeMs(), share: 1 });
      return 1;
    }
    if (at - last.at < windowMs[host.kind]) return last.share;
    const activeMs = host.activeMs();
    const share = Math.min(1, (activeMs - last.activeMs) / (at - last.at));
    looks.set(host, { at, activeMs, share });
    return share;
  }

  return {
    begin(host) {
      if (host.load === 0) looks.set(host, { at: now(), activeMs: host.activeMs(), share: 1 });
    },
    of,
    isBusy: (host) => of(host) >= busyShare[host.kind],
  };
}
