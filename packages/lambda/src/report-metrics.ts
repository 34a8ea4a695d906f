import type { MiddlewareObj } from '@middy/core';
import { metrics } from './metrics.ts';

/** Writes what an invocation counted into its log, also when it failed. */
export const reportMetrics = (): MiddlewareObj => ({ after: publishMetrics, onError: publishMetrics });

/** Writes what was counted so far. Returns nothing: a middy hook that returns a value would answer in place of the handler. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
