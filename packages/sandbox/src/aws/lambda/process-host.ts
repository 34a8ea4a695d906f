import type { ChildProcess } from 'node:child_process';
import { exitOf, readLines } from './child-process.ts';
import type { Host, HostEvents } from './host.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { OrphanWatch } from './orphan-watch.ts';

export interface ProcessOptions {
  fn: LambdaFunction;
  /** Its environment from the first moment, for what reads it before any of the function's code runs. */
  variables: Record<string, string>;
  /** Gets by line what it writes to its standard output and error; of JavaScript only what native code does. */
  onLine(line: string): void;
}

/** How the host of a process speaks with it and measures it. */
type OwnWays = Pick<Host, 'post' | 'activeMs' | 'usedBytes' | 'peakBytes'>;

export interface ProcessHost {
  host: Host;
  /** Undefined until it has begun. */
  pid(): number | undefined;
  /** The host ends when this process does. */
  watch(child: ChildProcess): void;
  /** Why it ends, unless something was the reason before. */
  blame(why: string): void;
  /** @param how what ended it, when nothing else is to blame */
  end(how: string): void;
}

/** A host of one environment that is a process: how it ends, and what cannot be asked of it from outside. */
export function makeProcessHost(
  ways: OwnWays,
  onLine: ProcessOptions['onLine'],
  orphans: OrphanWatch,
  onGone: HostEvents['onGone'],
): ProcessHost {
  let child: ChildProcess | undefined;
  let reason: string | undefined;
  const ended = Promise.withResolvers<void>();

  const host: Host = {
    kind: 'child',
    load: 0,
    environments: 0,
    gone: false,
    ready: false,
    silent: false,
    ...ways,
    kill(why) {
      blame(why);
      host.gone = true;
      child?.kill('SIGKILL');
      return ended.promise;
    },
    quietMs: () => 0,
    isStuck: async () => false,
    liveBytes: () => host.usedBytes(),
    occupant: async () => 'unknown',
    running: async () => undefined,
    async interrupt() {
      await host.kill('signal: killed');
      return true;
    },
  };

  function blame(why: string): void {
    reason ??= why;
  }

  function end(how: string): void {
    host.gone = true;
    ended.resolve();
    onGone(host, reason ?? how);
  }

  return {
    host,
    pid: () => child?.pid,
    blame,
    end,
    watch(begun) {
      child = begun;
      orphans.add(begun);
      for (const stream of [begun.stdout, begun.stderr]) readLines(stream, onLine);
      // What it began itself may hold its output open for longer.
      begun.once('exit', () => ended.resolve());
      begun.once('close', (code, signal) => end(exitOf(code, signal)));
    },
  };
}
