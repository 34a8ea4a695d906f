import { type Lateness, lateness as ofSandbox } from './lateness.ts';
import { runDelayMs } from './run-delay.ts';

/**
 * `performance`, but its `now` stands still for as long as the sandbox was late or this thread waited for a processor: a function that measures
 * itself finds what it took, not how busy the machine was. In AWS neither is so. Its `timeOrigin` moves instead, so that both together are the
 * time of day, as `Date` is.
 */
export function ownPerformance(lateness: Lateness = ofSandbox, delay = runDelayMs): typeof performance {
  const lostMs = (): number => lateness() + delay();
  const lostBefore = lostMs();
  let latest = 0;
  function now(): number {
    latest = Math.max(latest, performance.now() - (lostMs() - lostBefore));
    return latest;
  }
  return new Proxy(performance, {
    get(target, key) {
      if (key === 'now') return now;
      if (key === 'timeOrigin') return target.timeOrigin + target.now() - now();
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
