import { type ChildOptions, makeChildHost } from './child-host.ts';
import { type Lateness, latenessIn, showLateness } from './host/lateness.ts';
import type { Host, HostEvents } from './host.ts';
import type { HostShares } from './host-shares.ts';
import { makeOrphanWatch } from './orphan-watch.ts';
import { makeRuntimeHost, type RuntimeOptions } from './runtime-host.ts';
import { threadDebugger } from './thread-debugger.ts';
import { makeThreadHost, type ThreadLimits } from './thread-host.ts';

/** Places environments: on a few shared threads, made when needed, or each in a process of its own. */
export interface Hosts {
  /** A shared thread that has time, or a new one. */
  thread(): Host;
  child(options: ChildOptions): Host;
  /** A process of another language. */
  runtime(options: RuntimeOptions): Host;
  all(): Iterable<Host>;
  /** By how much the thread that answers the functions has been late. */
  lateness: Lateness;
  /** Ends a host in which nobody lives any more. */
  release(host: Host): void;
  stop(): Promise<void>;
}

/** @param shared how many threads there may be, those that do not answer not counted */
export function makeHosts(
  shared: number,
  limits: ThreadLimits,
  shares: HostShares,
  events: HostEvents,
): Hosts {
  const hosts = new Set<Host>();
  const threads = threadDebugger();
  const orphans = makeOrphanWatch();
  const beats = showLateness();
  const watched: HostEvents = {
    onMessage: events.onMessage,
    onGone(host, reason) {
      hosts.delete(host);
      events.onGone(host, reason);
    },
  };

  function added(host: Host): Host {
    hosts.add(host);
    return host;
  }

  return {
    all: () => hosts,
    thread() {
      const candidates = [...hosts].filter((host) => host.kind === 'thread' && !host.gone && !host.silent);
      candidates.sort((a, b) => a.load - b.load || a.environments - b.environments);
      const [best] = candidates;
      const enough = best && (candidates.length >= shared || !shares.isBusy(best));
      return enough ? best : added(makeThreadHost({ ...limits, beats: beats.shared }, threads, watched));
    },
    child: (options) => added(makeChildHost(options, orphans, watched)),
    lateness: latenessIn(beats.shared),
    runtime: (options) => added(makeRuntimeHost(options, orphans, watched)),
    release(host) {
      if (host.environments === 0 && !host.gone) void host.kill('signal: killed (idle)');
    },
    async stop() {
      await Promise.all([...hosts].map((host) => host.kill('signal: killed (stopped)')));
      orphans.stop();
      beats.end();
    },
  };
}
