import type { JudgingClock } from './judging-clock.ts';
import type { Observe } from './observe.ts';

/**
 * Lets the judging clock wait for work that waits for room or is being tried; not for what waits for its next attempt, which
 * takes AWS time of its own, and whose last attempt is measured.
 * @returns a function that ends it
 */
export function judgeWork(observe: Observe, judging: Pick<JudgingClock, 'begin'>): () => void {
  const ends = new Map<string, () => void>();
  return observe.listen((fact) => {
    const { work, target } = fact;
    // Batches are invocations, which the clock knows.
    if (work.kind !== 'delivery' && work.kind !== 'invocation') return;
    const key = `${work.kind} ${work.id} ${target}`;
    const isUnderWay =
      fact.fact === 'accepted' ||
      fact.fact === 'began' ||
      (fact.fact === 'waits' && fact.until === undefined);
    if (isUnderWay) {
      if (!ends.has(key)) ends.set(key, judging.begin(target));
      return;
    }
    if (fact.fact === 'matched' || fact.fact === 'dead-lettered') return;
    ends.get(key)?.();
    ends.delete(key);
  });
}
