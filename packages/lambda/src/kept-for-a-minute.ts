import { logger } from './logger.ts';

const keptForMs = 60_000;

/**
 * What changes without a release, asked for once a minute. When whoever keeps it does not answer, the last value holds for a
 * minute more.
 * @param what of the line in the log that says so
 * @param read gives undefined for what is not there, which is asked for again each time
 */
export function keptForAMinute<Value>(
  what: string,
  read: () => Promise<Value | undefined>,
  now: () => number = Date.now,
): () => Promise<Value | undefined> {
  let known: Value | undefined;
  let freshUntil = 0;

  return async () => {
    if (known !== undefined && now() < freshUntil) return known;
    try {
      known = await read();
    } catch (error) {
      if (known === undefined) throw error;
      logger.warn(`${what} does not answer; its last value holds`, error as Error);
    }
    freshUntil = now() + keptForMs;
    return known;
  };
}
