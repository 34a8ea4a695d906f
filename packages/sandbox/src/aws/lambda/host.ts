import type { FromHost, ToHost } from './host/messages.ts';

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
  post(message: ToHost): void;
  /** Ends a thread unless it answers within `withinMs`: it is blocked by code that never yields. */
  probe(withinMs: number): void;
  /** Ends the host at once, with all that is in it. */
  kill(reason: string): Promise<unknown>;
}

export interface HostEvents {
  onMessage(message: FromHost, host: Host): void;
  /**
   * Called once, when the host has ended for whatever reason.
   * @param reason why the sandbox ended it, or what ended it by itself
   */
  onGone(host: Host, reason: string): void;
}
