import type { MiddlewareObj } from '@middy/core';
import { metrics } from './metrics.ts';

/** Writes what an invocation counted into its log, also when it failed. */
export const reportMetrics = (): MiddlewareObj => ({ after: publish, onError: publish });

/** Returns nothing: a middy hook that returns a value would answer in place of the handler. */
function publish(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
