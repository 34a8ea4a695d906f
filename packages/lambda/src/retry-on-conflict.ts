/** More writers than these hardly ever meet at one item: somebody's own doing and a few deliveries of events. */
const attempts = 8;

/** The longest pause after the first attempt; it doubles with each attempt, up to the second number. */
const [firstPauseMs, longestPauseMs] = [2, 50];

/** Waits after a lost attempt, of which the first has the number 1. */
export type Pause = (attempt: number) => Promise<void>;

/**
 * Any time up to a bound that doubles with each attempt (full jitter), so that those who met once do not meet again.
 * @param random from 0 to 1
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export const jitter =
  (random: () => number = Math.random): Pause =>
  (attempt) => {
    const boundMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
    return new Promise((resolve) => setTimeout(resolve, random() * boundMs));
  };

/**
 * Runs read–decide–write again from the start when another writer came between.
 * @param Conflict what the write throws then; everything else is thrown on at once
 * @param pause between the attempts; default: a random one of a few milliseconds
 * @throws the Conflict of the eighth attempt
 */
export async function retryOnConflict<Result>(
  Conflict: new () => Error,
  readDecideWrite: () => Promise<Result>,
  pause: Pause = jitter(),
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === attempts) throw error;
    }
    await pause(attempt);
  }
}
