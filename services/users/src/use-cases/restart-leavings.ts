import type { Clock } from '@shutterbus/lambda/clock';
import { eachForItself } from '@shutterbus/lambda/each-for-itself';
import type { Conductors, LeaverRepository } from '../ports.ts';

export interface RestartLeavingsDeps {
  leavers: Pick<LeaverRepository, 'listOver'>;
  conductors: Pick<Conductors, 'start'>;
  clock: Clock;
}

/** The rest of tokens, and what may have failed meanwhile. Somebody with a crowd of pairs takes longer, and is conducted twice, which does no harm. */
const erasedWithinHours = 24;

/**
 * Nobody who left is forgotten, whatever became of their conductor: who is not erased a day after the end gets another one, each day.
 * @throws Error that says how many, once all of them have one
 */
export function makeRestartLeavings({ leavers, conductors, clock }: RestartLeavingsDeps) {
  return async (): Promise<{ late: 0 }> => {
    const now = clock();
    const parts = eachForItself();
    let late = 0;
    for await (const leaving of leavers.listOver(new Date(now.getTime() - erasedWithinHours * 3_600_000))) {
      late += 1;
      // The same words each time on that day, so that one begins however often this fails.
      const name = `again-${leaving.userId}-${now.toISOString().slice(0, 10)}`;
      const started = { ...leaving, correlationId: name, causationId: name };
      await parts.run(leaving.userId, () => conductors.start(name, started));
    }
    await parts.run('in time', async () => {
      if (late > 0) throw new Error(`${late} of those who left are not erased in time`);
    });
    parts.finish();
    return { late: 0 };
  };
}
