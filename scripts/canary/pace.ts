/** The sandbox's clock, as far as traffic sets its pace. */
export interface PacedClock {
  now(): number;
  holdAt(reading: number): void;
}

/** One photo on its way. */
export interface Sent {
  /** Later ones have come through: it is lost, however fast or slow this machine is. */
  isOvertaken(): boolean;
  /** It is through, with what was to become of it or without. */
  end(outcome: 'ready' | 'lost'): void;
}

export interface Pace {
  send(): Sent;
  ready(): number;
  lost(): number;
  /** How much of something has its time by now, of which a minute holds so much. */
  due(perMinute: number): number;
  /** Lets the clock go. */
  stop(): void;
}

/** A photo is lost when so many that were sent after it are ready. */
const overtakersOfLost = 6;

/**
 * Holds a clock to the work that is done: it stands still until `perMinute` photos are through for each of its minutes.
 * So a minute holds the same on every machine, and a slow one only takes longer for it.
 */
export function makePace(clock: PacedClock, perMinute: number): Pace {
  const startedAt = clock.now();
  const underWay = new Set<{ overtakers: number }>();
  const counts = { ready: 0, lost: 0 };
  const through = (): number => counts.ready + counts.lost;
  let stopped = false;

  /** To where the next photo belongs. */
  function allow(): void {
    if (!stopped) clock.holdAt(startedAt + ((through() + 1) * 60_000) / perMinute);
  }

  allow();
  return {
    send() {
      const own = { overtakers: 0 };
      const earlier = [...underWay];
      underWay.add(own);
      return {
        isOvertaken: () => own.overtakers >= overtakersOfLost,
        end(outcome) {
          if (!underWay.delete(own)) return;
          counts[outcome]++;
          if (outcome === 'ready') for (const one of earlier) one.overtakers++;
          allow();
        },
      };
    },
    ready: () => counts.ready,
    lost: () => counts.lost,
    due: (others) => ((through() + 1) * others) / perMinute,
    stop() {
      stopped = true;
      clock.holdAt(Number.POSITIVE_INFINITY);
    },
  };
}
