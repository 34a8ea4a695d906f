import type { FromHost, ToHost } from './host/messages.ts';

/** What keeps a host from answering: an environment by its id, nothing, or something that cannot be looked into. */
export type Occupant = { environment: number } | 'nothing' | 'unknown';

/** A worker thread or a child process in which function environments live, as the main thread sees it. */
export interface Host {
  /** A thread is shared by many environments; a child is one environment's. */
  readonly kind: 'thread' | 'child';
  /** Invocations that run in it now. */
  load: number;
  /** Environments that live in it. */
  environments: number;
  /** Being ended, or ended: nothing new may be placed here. */
  gone: boolean;
  /** It has begun to run. */
  ready: boolean;
  /** It owes an answer for longer than its own work explains. */
  silent: boolean;
  post(message: ToHost): void;
  /** Ends the host at once, with all that is in it. */
  kill(reason: string): Promise<unknown>;
  /** Milliseconds in which it had something to do, since it was made. */
  activeMs(): number;
  /** Milliseconds in which it had something to do, since it last began or ended an invocation. */
  quietMs(): number;
  /** Resolves to whether it has used so much processor time of its own, or two seconds by the clock, and still got to nothing else. */
  isStuck(ms: number): Promise<boolean>;
  /** Memory that counts against the size of what runs in it, in bytes; undefined while nobody knows. */
  usedBytes(): Promise<number | undefined>;
  /** What an invocation that is done has needed at most, by the sizes that it tells, in bytes. */
  peakBytes(sizes: DoneSizes): number;
  /** The same as `usedBytes` with the garbage collected, where that can be done from outside. */
  liveBytes(): Promise<number | undefined>;
  /** Resolves at once with `nothing` when it answers, otherwise when it is clear what keeps it. */
  occupant(): Promise<Occupant>;
  /** The environment whose code runs at this moment, in a thread; undefined when none does. */
  running(): Promise<number | undefined>;
  /** Breaks what runs in it now. @returns false when it could not be reached */
  interrupt(): Promise<boolean>;
}

export type DoneSizes = Pick<Extract<FromHost, { type: 'done' }>, 'peakRssBytes' | 'heapBytes'>;

export interface HostEvents {
  onMessage(message: FromHost, host: Host): void;
  /**
   * Called once, when the host has ended for whatever reason.
   * @param reason why the sandbox ended it, or what ended it by itself
   */
  onGone(host: Host, reason: string): void;
}
