import type { DomainEvent } from '@shutterbus/contracts/event';
import { ThumbnailGenerationFailed } from '@shutterbus/contracts/events/thumbnails';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionSetRepository } from '../ports.ts';
import { deleted, type RenditionSet, unknownSet } from '../rendition-set.ts';
import { thumbnailGenerationFailed } from '../thumbnail-events.ts';

const { mediaId, ownerId, reason } = ThumbnailGenerationFailed.example;
const fresh = unknownSet(mediaId, ownerId);
const full: RenditionSet = {
  ...fresh,
  wish: { visibility: 'public', mediaVersion: 3 },
  place: { visibility: 'private', mediaVersion: 2, folder: 'private/a/b/2' },
  picture: {
    widthPx: 320,
    heightPx: 200,
    renditions: [{ name: 'w160', widthPx: 160, heightPx: 100, sizeBytes: 900, contentType: 'image/webp' }],
    dominantColour: '#3060c0',
    camera: { make: 'Example' },
  },
  leftovers: ['renditions/old'],
};

const trace = { correlationId: 'correlation', causationId: 'cause' };
const eventOf = (set: RenditionSet, eventId: string): DomainEvent =>
  thumbnailGenerationFailed(set, 2, reason, { at: '2026-11-21T10:00:00.000Z', trace, newId: () => eventId });

/** What every RenditionSetRepository does. `outbox` gives the ids of the events that went out. */
export function behavesAsRenditionSets(
  make: () => Promise<{ sets: RenditionSetRepository; outbox: () => Promise<string[]> }>,
): void {
  it('finds nothing before the first save', async () => {
    const { sets } = await make();
    expect(await sets.find(mediaId)).toBeUndefined();
    expect(await sets.findMany([mediaId])).toEqual([]);
  });

  it('gives back what was saved, one revision higher', async () => {
    const { sets } = await make();
    expect(await sets.save(full, [])).toEqual({ ...full, revision: 1 });
    expect(await sets.find(mediaId)).toEqual({ ...full, revision: 1 });
    expect(await sets.findMany([mediaId])).toEqual([{ ...full, revision: 1 }]);
  });

  it('writes events together with the state', async () => {
    const { sets, outbox } = await make();
    const saved = await sets.save(fresh, [eventOf(fresh, '01KAJ7Q2M8Z4X6T0V5R3N1B9C1')]);
    await sets.save(saved, [eventOf(saved, '01KAJ7Q2M8Z4X6T0V5R3N1B9C2')]);
    expect((await outbox()).sort()).toEqual(['01KAJ7Q2M8Z4X6T0V5R3N1B9C1', '01KAJ7Q2M8Z4X6T0V5R3N1B9C2']);
  });

  it('refuses a write over another one, and its events with it', async () => {
    const { sets, outbox } = await make();
    const first = await sets.save(fresh, []);
    await sets.save(first, []);
    await expect(sets.save(fresh, [eventOf(fresh, '01KAJ7Q2M8Z4X6T0V5R3N1B9C3')])).rejects.toThrow(
      ConcurrentChangeError,
    );
    await expect(sets.save(first, [eventOf(first, '01KAJ7Q2M8Z4X6T0V5R3N1B9C4')])).rejects.toThrow(
      ConcurrentChangeError,
    );
    expect(await sets.find(mediaId)).toMatchObject({ revision: 2 });
    expect(await outbox()).toEqual([]);
  });

  it('holds something of a person until their last photo is erased', async () => {
    const { sets } = await make();
    expect(await sets.holdsAnyOf(ownerId)).toBe(false);
    const other = '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22';
    await sets.save(unknownSet('01KAJ7Q2M8Z4X6T0V5R3N1B9CE', other), []);
    const saved = await sets.save(full, []);
    const marked = await sets.save(deleted(saved, '2026-11-21T10:00:00.000Z'), []);
    expect(await sets.holdsAnyOf(ownerId)).toBe(true);
    await sets.save({ ...marked, erased: true }, []);
    expect(await sets.holdsAnyOf(ownerId)).toBe(false);
    expect(await sets.holdsAnyOf(other)).toBe(true);
  });

  it('holds nothing of a photo that was deleted before anything was made of it', async () => {
    const { sets } = await make();
    await sets.save(deleted(fresh, '2026-11-21T10:00:00.000Z'), []);
    expect(await sets.holdsAnyOf(ownerId)).toBe(false);
  });

  it('keeps the mark of a deleted photo with the folders to empty', async () => {
    const { sets } = await make();
    const saved = await sets.save(full, []);
    await sets.save(deleted(saved, '2026-11-21T10:00:00.000Z'), []);
    expect(await sets.find(mediaId)).toEqual({
      mediaId,
      ownerId,
      revision: 2,
      leftovers: ['renditions/old', 'private/a/b/2'],
      emptied: [],
      deletedAt: '2026-11-21T10:00:00.000Z',
    });
  });
}
