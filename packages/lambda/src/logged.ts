import { logger } from './logger.ts';
import { NotYetError } from './not-yet.ts';

/**
 * Work whose lines carry these keys. What it throws is logged once, as this, and passed on; no error is what comes too early. The keys of the invocation, which
 * other work may follow in, stay.
 */
export async function logged<Result>(
  keys: Record<string, string>,
  failure: string,
  work: () => Promise<Result>,
): Promise<Result> {
  logger.appendKeys(keys);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotYetError)) logger.error(failure, error as Error);
    throw error;
  } finally {
    logger.removeKeys(Object.keys(keys));
  }
}
