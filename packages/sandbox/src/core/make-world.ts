import { makeObserve } from './observe.ts';
import { makeTransaction } from './transaction.ts';
import { makeWorkQueue } from './work/work-queue.ts';
import type { Surroundings, World } from './world.ts';

export function makeWorld(surroundings: Surroundings): World {
  const transaction = makeTransaction(surroundings.db);
  const observe = makeObserve(transaction, (error) =>
    surroundings.report(`An observer broke: ${error instanceof Error ? error.message : String(error)}`),
  );
  const world = { ...surroundings, transaction, observe };
  return { ...world, work: makeWorkQueue(world) };
}
