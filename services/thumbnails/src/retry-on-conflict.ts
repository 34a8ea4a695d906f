import { ConcurrentChangeError } from './errors.ts';

/** Each attempt lost means that another delivery got ahead; more than these hardly ever meet at one photo. */
const attempts = 8;

/**
 * Runs read–decide–write again from the start when another delivery came between.
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
