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

/** Shorter looks would tell of chance. */
const windowMs = 25;
const busyShare = 0.5;

export function makeHostShares(now: () => number = () => performance.now()): HostShares {
  const looks = new WeakMap<Host, { at: number; activeMs: number; share: number }>();

  function of(host: Host): number {
    if (host.load === 0) return 0;
    if (host.silent || !host.ready) return 1;
    const last = looks.get(host);
    if (!last) return 1;
    const at = now();
    if (at - last.at < windowMs) return last.share;
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
    isBusy: (host) => of(host) >= busyShare,
  };
}
