import { createEvent, type DomainEvent } from '@shutterbus/contracts/event';
import { PhotosErased } from '@shutterbus/contracts/events/erasure';
import { RenditionsLeftError } from '../errors.ts';
import { ownerId, testWorld } from '../test-world.ts';
import { makeConfirmErasure } from './confirm-erasure.ts';

const trace = { correlationId: 'leaving', causationId: 'photos-erased' };
const photosErased = createEvent(PhotosErased, {
  eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
  occurredAt: '2026-11-28T10:00:00.000Z',
  aggregateId: ownerId,
  aggregateVersion: 5,
  trace,
  data: { userId: ownerId },
});

function setUp() {
  const world = testWorld();
  const confirmed: DomainEvent[] = [];
  const outbox = { add: async (events: readonly DomainEvent[]) => void confirmed.push(...events) };
  const confirmErasure = makeConfirmErasure({ ...world.deps, outbox });
  return { world, confirmed, confirm: () => confirmErasure(photosErased, { trace }) };
}

describe('confirmErasure', () => {
  it('confirms when the last rendition is gone, and not before', async () => {
    const { world, confirmed, confirm } = setUp();
    await world.uploaded('public');
    await expect(confirm()).rejects.toThrow(RenditionsLeftError);
    expect(confirmed).toEqual([]);
    await world.deleted();
    await confirm();
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0]).toMatchObject({
      source: 'shutterbus.thumbnails',
      detailType: 'RenditionsErased',
      detail: {
        data: { userId: ownerId },
        metadata: { aggregateId: ownerId, aggregateVersion: 5, ...trace },
      },
    });
  });

  it('never confirms while an object is there, whatever step of the deletion failed', async () => {
    let refused = 0;
    for (let step = 1; step <= 10; step += 1) {
      const { world, confirmed, confirm } = setUp();
      await world.uploaded('public');
      world.crashAt(step);
      await world.deleted().catch(() => undefined);
      world.crashNoMore();
      await confirm().catch(() => {
        refused += 1;
      });
      if (confirmed.length > 0) expect(world.keysStored()).toEqual([]);
      await world.deleted();
      await confirm();
      expect(world.keysStored()).toEqual([]);
    }
    expect(refused).toBeGreaterThan(2);
  });

  it('waits for a photo whose renditions are still to be made', async () => {
    const { world, confirm } = setUp();
    world.deps.pictures.make = () => Promise.reject(new Error('no memory'));
    await expect(world.uploaded('private')).rejects.toThrow('no memory');
    await expect(confirm()).rejects.toThrow(RenditionsLeftError);
  });

  it('is not held up by an upload that comes again when its original is gone', async () => {
    const { world, confirmed, confirm } = setUp();
    world.originalIsGone();
    await world.uploaded('public');
    await confirm();
    expect(confirmed).toHaveLength(1);
  });

  it('confirms at once for a person without photos, and once each time that it is asked', async () => {
    const { confirmed, confirm } = setUp();
    for (let asked = 1; asked <= 2; asked += 1) {
      await confirm();
      expect(confirmed).toHaveLength(asked);
    }
  });
});
