/** Ages of the records of one shard. */
export interface RecordAges {
  /** @param bornAt real milliseconds since the epoch @returns milliseconds */
  ageMs(bornAt: number): number;
  /** Nothing is asked any more of records born before this real moment. */
  forget(bornAt: number): void;
  /**
   * The shard rested on purpose, between two attempts or for a batching window.
   * @param from real milliseconds since the epoch
   * @param awsMs how long this rest is in AWS
   */
  rested(from: number, awsMs: number): void;
}

/**
 * A record ages in real time while it waits for work, its own or that before it, and in AWS time while its shard rests:
 * only rests are shortened here, so only they count for more than they take. A slow function makes nothing older than it is.
 * @param startedAt what was written before is no older: time in which the sandbox was off ages nothing
 */
export function makeRecordAges(now: () => number, startedAt: number): RecordAges {
  let rests: { from: number; to: number; awsMs: number }[] = [];

  return {
    ageMs(bornAt) {
      const since = Math.max(startedAt, bornAt);
      const gained = rests.map(({ from, to, awsMs }) => {
        const realMs = to - from;
        const share = realMs > 0 ? Math.min(1, Math.max(0, (to - since) / realMs)) : Number(from >= since);
        return share * Math.max(0, awsMs - realMs);
      });
      return now() - since + gained.reduce((sum, ms) => sum + ms, 0);
    },
    forget(bornAt) {
      rests = rests.filter(({ to }) => to >= bornAt);
    },
    rested: (from, awsMs) => void rests.push({ from, to: now(), awsMs }),
  };
}
