import { ConcurrentChangeError } from './errors.ts';

/** Many people may follow one person at the same moment, and each moves the same count; hence a few attempts. */
const attempts = 5;

/**
 * Runs read–decide–write again from the start when another writer came between.
 * @throws ConcurrentChangeError after the last attempt
 */
export async function retryOnConflict<Result>(readDecideWrite: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (!(error instanceof ConcurrentChangeError) || attempt === attempts) throw error;
    }
  }
}
