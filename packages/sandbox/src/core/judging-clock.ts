import type { HoldableFastClock } from './fast-clock.ts';

/**
 * AWS time of what is judged by what was measured: the periods of alarms, the bake times of releases. It runs as fast as
 * all waiting, but never far ahead of the work that is under way, so that a busy machine gets more time, and not another verdict.
 * Only judging waits for work: retries go by the fast clock itself, whatever is under way.
 */
export interface JudgingClock extends HoldableFastClock {
  /** Something was accepted of which something will be measured. @returns ends it: all of that is measured */
  begin(name: string): () => void;
  /** Calls back once all is measured that was accepted before this reading. @returns a function that cancels */
  whenMeasured(reading: number, callback: () => void): () => void;
  /** All is measured that was accepted before this reading. */
  measuredTo(): number;
  /** Calls back with the name of what is waited for no longer. @returns a function that unsubscribes */
  onGivenUp(callback: (name: string) => void): () => void;
}

interface Piece {
  name: string;
  /** Reading at which it was accepted. */
  since: number;
  /** The same in real milliseconds. */
  at: number;
}

export interface JudgingLimits {
  /** AWS time by which the clock may be ahead of the oldest work. Well below the minute in which alarms think. */
  aheadMs: number;
  /** Real time after which a piece of work is waited for no longer: one stands in a debugger, or hangs. */
  patienceMs: number;
}

const usualLimits: JudgingLimits = { aheadMs: 15_000, patienceMs: 60_000 };

/** @param clock of nobody else, since it is held */
export function makeJudgingClock(
  clock: HoldableFastClock,
  { aheadMs, patienceMs } = usualLimits,
  realNow: () => number = () => performance.now(),
): JudgingClock {
  /** The oldest first, since none is older than those that were accepted before it. */
  const pieces = new Set<Piece>();
  const awaited = new Set<{ reading: number; callback: () => void }>();
  const listeners = new Set<(name: string) => void>();
  let askedLimit = Number.POSITIVE_INFINITY;
  let impatience: NodeJS.Timeout | undefined;
  let looksSoon = false;

  const oldest = (): Piece | undefined => pieces.values().next().value;
  const measuredTo = (): number => Math.min(clock.now(), oldest()?.since ?? Number.POSITIVE_INFINITY);

  /** The oldest piece is another than before. */
  function moved(): void {
    const since = oldest()?.since ?? Number.POSITIVE_INFINITY;
    clock.holdAt(Math.min(askedLimit, since + aheadMs));
    if (awaited.size > 0) lookSoon();
  }

  /** After what the running code still measures of a piece that it has ended. */
  function lookSoon(): void {
    if (looksSoon) return;
    looksSoon = true;
    setImmediate(() => {
      looksSoon = false;
      const reached = measuredTo();
      for (const one of [...awaited]) {
        if (one.reading > reached) continue;
        if (awaited.delete(one)) one.callback();
      }
    });
  }

  function losePatience(): void {
    impatience = undefined;
    const first = oldest();
    if (!first) return;
    const leftMs = first.at + patienceMs - realNow();
    if (leftMs <= 0) {
      pieces.delete(first);
      for (const listener of listeners) listener(first.name);
      moved();
    }
    watch(Math.max(leftMs, 0));
  }

  function watch(delayMs: number): void {
    impatience ??= setTimeout(losePatience, delayMs);
    impatience.unref();
  }

  return {
    ...{ speed: clock.speed, now: clock.now, after: clock.after, elapsed: clock.elapsed, measuredTo },
    holdAt(reading) {
      askedLimit = reading;
      moved();
    },
    begin(name) {
      const piece = { name, since: clock.now(), at: realNow() };
      pieces.add(piece);
      if (pieces.size === 1) moved();
      watch(patienceMs);
      return () => {
        const wasOldest = oldest() === piece;
        if (pieces.delete(piece) && wasOldest) moved();
      };
    },
    whenMeasured(reading, callback) {
      const one = { reading, callback };
      const cancel = clock.after(Math.max(0, reading - clock.now()), () => {
        awaited.add(one);
        lookSoon();
      });
      return () => {
        cancel();
        awaited.delete(one);
      };
    },
    onGivenUp(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
}
