import * as z from 'zod';

/**
 * How long one call to AWS may take, whatever happens: every client is made with these settings. A function's timeout
 * has to be longer (tests/template/checks/timeouts.ts), so that a hanging call ends in an error that says so, and not
 * with the function. An attempt that got no answer may have been carried out all the same, so a call can take effect
 * twice: conditions, transactions and consumers bear that, and a quota counts one too many.
 */
export interface CallLimits {
  /** Longest time of one attempt until its answer begins; and longest silence while the answer goes on. */
  requestTimeoutMs: number;
  /** Longest time of all attempts with the waits between them: one that might end later is not begun. */
  withinMs: number;
  /** Attempts in all, the first one included. */
  maxAttempts: number;
}

/** Cognito waits five seconds for a trigger; two attempts that hang fit into that, and three that fail at once. */
const usual: CallLimits = { requestTimeoutMs: 2_200, withinMs: 4_800, maxAttempts: 3 };

/** Longest wait before the second attempt, doubled before each later one: much to do there, or a passing fault. */
const waitMs = { THROTTLING: 500, TRANSIENT: 100 };

/** Settings for `new XClient(…)`. @param limits what is not the usual for this service */
export function clientSettings(limits: Partial<CallLimits> = {}) {
  const all = { ...usual, ...limits };
  return {
    maxAttempts: all.maxAttempts,
    retryStrategy: retries(all),
    requestHandler: {
      connectionTimeout: Math.min(1_000, all.requestTimeoutMs),
      requestTimeout: all.requestTimeoutMs,
      // Without it, the SDK only logs a warning and goes on waiting.
      throwOnRequestTimeout: true,
      socketTimeout: all.requestTimeoutMs,
    },
  };
}

/** Longest time until a call has an answer, or has failed. What follows of a long answer is not bounded by it. */
export function worstCaseMs(limits: Partial<CallLimits> = {}): number {
  const { requestTimeoutMs, withinMs, maxAttempts } = { ...usual, ...limits };
  return maxAttempts === 1 ? requestTimeoutMs : Math.max(requestTimeoutMs, withinMs);
}

interface RetryToken {
  getRetryCount(): number;
  /** Milliseconds. */
  getRetryDelay(): number;
  startedAtMs: number;
}
interface Failure {
  errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR';
  error?: unknown;
}

/**
 * DynamoDB turns a write away when a transaction is under way on its item, and a transaction that meets another write. No
 * condition was looked at, so the same again is right; the SDK would not do it.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
function metATransaction(error: unknown): boolean {
  if (error instanceof Error && error.name === 'TransactionConflictException') return true;
  const reasons = cancelledSchema.safeParse(error).data?.CancellationReasons ?? [];
  const codes = new Set(reasons.map(({ Code }) => Code));
  codes.delete('None');
  return codes.size === 1 && codes.has('TransactionConflict');
}

const cancelledSchema = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().default('None') })),
});

/**
 * Repeats what the SDK's own mode "standard" repeats, at random moments as it does, but within a bound: that one begins
 * an attempt however late it is, and waits up to five seconds more when the answer says Retry-After.
 */
function retries({ requestTimeoutMs, withinMs, maxAttempts }: CallLimits) {
  const token = (count: number, delayMs: number, startedAtMs: number): RetryToken => ({
    getRetryCount: () => count,
    getRetryDelay: () => delayMs,
    startedAtMs,
  });
  return {
    acquireInitialRetryToken: async () => token(0, 0, performance.now()),
    /** @throws Error for "no more attempts"; the caller gets the call's own error */
    refreshRetryTokenForRetry: async (last: RetryToken, failure: Failure) => {
      const attempts = last.getRetryCount() + 1;
      const kind = metATransaction(failure.error) ? 'TRANSIENT' : failure.errorType;
      const mayHelp = kind === 'THROTTLING' || kind === 'TRANSIENT';
      if (!mayHelp || attempts >= maxAttempts) throw new Error('No more attempts');
      const delayMs = Math.floor(Math.random() * waitMs[kind] * 2 ** (attempts - 1));
      const latestEndMs = performance.now() - last.startedAtMs + delayMs + requestTimeoutMs;
      if (latestEndMs > withinMs) throw new Error('No time for another attempt');
      return token(attempts, delayMs, last.startedAtMs);
    },
    recordSuccess: () => {},
  };
}
