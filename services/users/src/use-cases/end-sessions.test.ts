import type { DomainEvent } from '@shutterbus/contracts/event';
import { anna, countingIds, noon, trace } from '../people.fixture.ts';
import { makeEndSessions } from './end-sessions.ts';

function setUp() {
  const told: DomainEvent[] = [];
  const endAll = jest.fn(async (_userId: string) => {});
  const add = jest.fn(async (events: readonly DomainEvent[]) => void told.push(...events));
  const endSessions = makeEndSessions({
    sessions: { endAll },
    outbox: { add },
    clock: () => new Date(noon),
    newId: countingIds(),
  });
  return { told, endAll, add, endSessions };
}

describe('endSessions', () => {
  it('ends them at once and tells nothing', async () => {
    const { told, endAll, endSessions } = setUp();
    expect(await endSessions({ userId: anna, trace })).toEqual({ outcome: 'ended' });
    expect(endAll).toHaveBeenCalledWith(anna);
    expect(told).toEqual([]);
  });

  it('leaves it to an event when that fails', async () => {
    const { told, endAll, endSessions } = setUp();
    const reason = new Error('throttled');
    endAll.mockRejectedValue(reason);
    expect(await endSessions({ userId: anna, trace })).toEqual({ outcome: 'left-to-event', reason });
    expect(told).toMatchObject([
      {
        detailType: 'UserSignOutFailed',
        detail: { metadata: { correlationId: 'correlation' }, data: { userId: anna } },
      },
    ]);
  });

  it('says so, and throws nothing, when neither works', async () => {
    const { endAll, add, endSessions } = setUp();
    const reason = new Error('table is busy');
    endAll.mockRejectedValue(new Error('throttled'));
    add.mockRejectedValue(reason);
    expect(await endSessions({ userId: anna, trace })).toEqual({ outcome: 'left-open', reason });
  });
});
