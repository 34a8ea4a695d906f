/** How many batches a queue's mapping hands over at a time. */
export interface Pollers {
  allowed(): number;
  /** The queue is empty. */
  idle(): void;
  /**
   * The function's reserved concurrency has refused a batch.
   * @param underWay batches that it has taken
   */
  refused(underWay: number, restMs: number): void;
  /** How long the function is left alone after it has refused a batch, unless it shows that it has room. */
  restForMs(): number;
}

/** Lambda begins with five batches at a time, and adds 300 a minute while messages wait. */
const atFirst = 5;
const morePerMinute = 300;
/** After a refusal it polls for what the function takes, and tries one more each minute. */
const morePerMinuteAfterRefusal = 1;

/**
 * Scales as Lambda does, in real time, as far as it can be noticed on one machine.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export function makePollers(now: () => number, maximum: number): Pollers {
  let base = { count: atFirst, perMinute: morePerMinute, since: now() };
  let restsUntil = 0;
  return {
    allowed: () =>
      Math.min(maximum, base.count + Math.floor(((now() - base.since) / 60_000) * base.perMinute)),
    idle() {
      if (base.perMinute === morePerMinute) base = { ...base, since: now() };
    },
    refused(underWay, restMs) {
      base = { count: Math.max(1, underWay), perMinute: morePerMinuteAfterRefusal, since: now() };
      restsUntil = now() + restMs;
    },
    restForMs: () => Math.max(0, restsUntil - now()),
  };
}
