import { makeAccess } from './access.ts';
import { makeFastClock } from './fast-clock.ts';
import { makeJudgingClock } from './judging-clock.ts';
import { makeObserve } from './observe.ts';
import { makeTransaction } from './transaction.ts';
import { makeWorkQueue } from './work/work-queue.ts';
import type { Surroundings, World } from './world.ts';

export function makeWorld(surroundings: Surroundings): World {
  const transaction = makeTransaction(surroundings.db);
  const observe = makeObserve(transaction, (error) =>
    surroundings.report(`An observer broke: ${error instanceof Error ? error.message : String(error)}`),
  );
  const judging = makeJudgingClock(makeFastClock(surroundings.fastClock.speed));
  judging.onGivenUp((name) =>
    surroundings.report(`Alarms and releases wait no longer for ${name}, which has not ended for a minute`),
  );
  const world = { ...surroundings, access: makeAccess(), transaction, observe, judging };
  return { ...world, work: makeWorkQueue(world) };
}
