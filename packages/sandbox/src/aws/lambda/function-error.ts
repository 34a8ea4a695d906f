import type { WorkFailure } from '../../core/observe.ts';
import type { Outcome } from './invocation.ts';

/** What a function's error document says. */
export function errorOf({ payload }: Outcome): WorkFailure {
  const { errorType = 'Error', errorMessage = '' } = JSON.parse(payload) as Record<string, string>;
  return { code: errorType, message: errorMessage };
}
