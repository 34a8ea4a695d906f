/**
 * A token bucket per route, as API Gateway throttles.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export interface Throttle {
  /** Takes one token. @returns false when the request is one too many */
  admits(
    key: string,
    limits: { burst?: number | undefined; ratePerSecond?: number | undefined },
    nowMs: number,
  ): boolean;
}

export function makeThrottle(): Throttle {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    admits(key, { burst, ratePerSecond }, nowMs) {
      if (burst === undefined && ratePerSecond === undefined) return true;
      const capacity = burst ?? Math.max(1, ratePerSecond ?? 1);
      const bucket = buckets.get(key) ?? { tokens: capacity, atMs: nowMs };
      const earned = ((nowMs - bucket.atMs) / 1000) * (ratePerSecond ?? capacity);
      const tokens = Math.min(capacity, bucket.tokens + earned);
      const admitted = tokens >= 1;
      buckets.set(key, { tokens: admitted ? tokens - 1 : tokens, atMs: nowMs });
      return admitted;
    },
  };
}
