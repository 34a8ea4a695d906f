import { ConcurrentChangeError } from './errors.ts';

/** A photo has few writers (its owner and two consumers), so a handful of attempts settles any meeting of them. */
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
