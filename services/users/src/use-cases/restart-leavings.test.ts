import { anna, ben, noon } from '../people.fixture.ts';
import { makeRestartLeavings } from './restart-leavings.ts';

const dayMs = 86_400_000;
const leavingUntil = new Date(Date.parse(noon) - 2 * dayMs).toISOString();

function setUp(late: string[]) {
  const asked: Date[] = [];
  const start = jest.fn(async (_name: string, _leaving: object) => {});
  const restart = makeRestartLeavings({
    leavers: {
      async *listOver(by) {
        asked.push(by);
        yield* late.map((userId) => ({ userId, leavingUntil }));
      },
    },
    conductors: { start },
    clock: () => new Date(noon),
  });
  return { asked, start, restart };
}

describe('restartLeavings', () => {
  it('has nothing to do while everybody is erased within a day', async () => {
    const { asked, start, restart } = setUp([]);
    expect(await restart()).toEqual({ late: 0 });
    expect(asked).toEqual([new Date(Date.parse(noon) - dayMs)]);
    expect(start).not.toHaveBeenCalled();
  });

  it('gives everybody who is late another conductor, one a day, and then fails, so that somebody looks', async () => {
    const { start, restart } = setUp([anna, ben]);
    start.mockRejectedValueOnce(new Error('Lambda is busy'));
    const told = '2 failed: .*Lambda is busy; in time: 2 of those who left are not erased in time';
    await expect(restart()).rejects.toThrow(new RegExp(told));
    await expect(restart()).rejects.toThrow('2 of those who left');
    const [name, correlationId] = [`again-${ben}-2026-11-21`, `again-${ben}-2026-11-21`];
    const words = [name, { userId: ben, leavingUntil, correlationId, causationId: correlationId }];
    expect(start.mock.calls.filter(([one]) => one === name)).toEqual([words, words]);
    expect(start.mock.calls).toHaveLength(4);
  });
});
