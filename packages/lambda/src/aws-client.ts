/**
 * How long one call to AWS may take, whatever happens: every client is made with these settings. A function's timeout
 * has to be longer (tests/template/checks/timeouts.ts), so that a hanging call ends in an error that says so, and not
 * with the function.
 */
export interface CallLimits {
  /** Longest time of an attempt until its answer begins; and longest silence while the answer goes on. */
  requestTimeoutMs: number;
  /** Attempts in all, the first one included. */
  maxAttempts: number;
}

/** Short enough that all attempts fit into the five seconds that Cognito waits for a trigger. */
const usual: CallLimits = { requestTimeoutMs: 1_200, maxAttempts: 3 };

/** Longest wait before another attempt: much to do there, or a passing fault. */
const throttledMs = 500;
const transientMs = 100;

/** Settings for `new XClient(…)`. @param limits what is not the usual for this service */
export function clientSettings(limits: Partial<CallLimits> = {}) {
  const { requestTimeoutMs, maxAttempts } = { ...usual, ...limits };
  return {
    maxAttempts,
    retryStrategy: retries(maxAttempts),
    requestHandler: {
      connectionTimeout: Math.min(1_000, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      // Without it, the SDK only logs a warning and goes on waiting.
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeoutMs,
    },
  };
}

/** Longest time until a call has an answer, or has failed. What follows of a long answer is not bounded by it. */
export function worstCaseMs(limits: Partial<CallLimits> = {}): number {
  const { requestTimeoutMs, maxAttempts } = { ...usual, ...limits };
  return maxAttempts * requestTimeoutMs + (maxAttempts - 1) * throttledMs;
}

interface RetryToken {
  getRetryCount(): number;
  /** Milliseconds. */
  getRetryDelay(): number;
}
type ErrorType = 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';

/**
 * As the SDK's own mode "standard", with its jitter, but with a bound: that one waits up to a second after the first
 * throttled attempt, two after the second, and five more when the answer says Retry-After.
 */
function retries(maxAttempts: number) {
  const token = (count: number, longestMs: number): RetryToken => {
    const delayMs = Math.floor(Math.random() * longestMs);
    return { getRetryCount: () => count, getRetryDelay: () => delayMs };
  };
  return {
    acquireInitialRetryToken: async () => token(0, 0),
    /** @throws Error for "no more attempts"; the caller gets the call's own error */
    refreshRetryTokenForRetry: async (last: RetryToken, { errorType }: { errorType: ErrorType }) => {
      const attempts = last.getRetryCount() + 1;
      if (attempts < maxAttempts && errorType === 'THROTTLING') return token(attempts, throttledMs);
      if (attempts < maxAttempts && errorType === 'TRANSIENT') return token(attempts, transientMs);
      throw new Error('No more attempts');
    },
    recordSuccess: () => {},
  };
}
