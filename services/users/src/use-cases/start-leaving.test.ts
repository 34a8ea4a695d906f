import { createEvent } from '@shutterbus/contracts/event';
import { UserLeft } from '@shutterbus/contracts/events/users';
import { anna, noon, trace } from '../people.fixture.ts';
import { makeStartLeaving } from './start-leaving.ts';

describe('startLeaving', () => {
  it('begins one conductor for each leaving, by the same words however often the event comes', async () => {
    const start = jest.fn(async () => {});
    const leavingUntil = '2026-12-05T12:00:00.000Z';
    const event = createEvent(UserLeft, {
      ...{ eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M0001', occurredAt: noon, aggregateId: anna, aggregateVersion: 7 },
      ...{ trace, data: { userId: anna, leavingUntil } },
    });
    const startLeaving = makeStartLeaving({ start });
    await startLeaving(event, { trace });
    await startLeaving(event, { trace });
    const began = [`leave-${anna}-7`, { userId: anna, leavingUntil, ...trace }];
    expect(start.mock.calls).toEqual([began, began]);
  });
});
