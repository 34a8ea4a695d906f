import { ConcurrentChangeError } from '../errors.ts';
import type { Photo } from '../photo.ts';
import {
  acceptOriginal,
  applyPicture,
  type Change,
  deletion,
  type Occasion,
  requestRenditions,
} from '../photo-changes.ts';
import type { PhotoLists, PhotoRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

let eventCount = 0;
const occasion = (at = '2026-11-21T10:00:00.000Z'): Occasion => ({
  at,
  trace: { correlationId: 'correlation', causationId: 'cause' },
  newId: () => {
    eventCount += 1;
    return `01KAJ7Q2M8Z4X6T0V5R3N1C${String(eventCount).padStart(3, '0')}`;
  },
});

export const photoNumber = (number: number, changes: Partial<Photo> = {}): Photo => ({
  mediaId: `01KAJ7Q2M8Z4X6T0V5R3N1B9C${number}`,
  ownerId: anna,
  title: 'First snow',
  description: '',
  visibility: 'public',
  status: 'awaiting-upload',
  contentType: 'image/jpeg',
  sizeBytes: 1000,
  correlationId: 'correlation',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  version: 1,
  visibilityVersion: 1,
  ...changes,
});

function accepted(photo: Photo): Change {
  const original = { bucket: 'uploads', key: 'originals/a/b', versionId: 'v', sizeBytes: 1000 };
  return acceptOriginal(photo, { ...original, contentType: 'image/jpeg' }, occasion());
}

function published(photo: Photo, at: string): Change {
  const picture = { mediaVersion: 2, visibility: 'public', widthPx: 1, heightPx: 1, renditions: [] } as const;
  const change = applyPicture(accepted(photo).photo, { ...picture, renditions: [] }, occasion(at));
  if (!change) throw new Error('the photo was not published');
  return change;
}

/** What every PhotoRepository with its PhotoLists does. `outbox` gives the types of the events that went out. */
export function behavesAsPhotos(
  make: () => Promise<{ photos: PhotoRepository & PhotoLists; outbox: () => Promise<string[]> }>,
): void {
  it('gives back what was added, and refuses to add it again', async () => {
    const { photos } = await make();
    const photo = photoNumber(1);
    expect(await photos.find(photo.mediaId)).toBeUndefined();
    await photos.add(photo);
    expect(await photos.find(photo.mediaId)).toEqual(photo);
    await expect(photos.add(photo)).rejects.toThrow(ConcurrentChangeError);
  });

  it('finds many, without those that are not there', async () => {
    const { photos } = await make();
    for (const number of [1, 2]) await photos.add(photoNumber(number));
    const ids = [2, 9, 1, 2].map((number) => photoNumber(number).mediaId);
    const found = await photos.findPhotos(ids);
    expect(new Set(found.map(({ mediaId }) => mediaId.slice(-1)))).toEqual(new Set(['1', '2']));
    expect(await photos.findPhotos([])).toEqual([]);
  });

  it('lets a key stand for one upload, of each person apart, and tells when its photo has been added', async () => {
    const { photos } = await make();
    const photo = photoNumber(1);
    const claim = { ownerId: anna, key: 'key-1', mediaId: photo.mediaId, asked: 'digest', fulfilled: false };
    const later = { ...claim, mediaId: photoNumber(2).mediaId, asked: 'another' };
    expect(await photos.claim(claim)).toEqual(claim);
    expect(await photos.claim(later)).toEqual(claim);
    expect(await photos.claim({ ...later, ownerId: ben })).toEqual({ ...later, ownerId: ben });
    await photos.add(photo, claim);
    expect(await photos.claim(later)).toEqual({ ...claim, fulfilled: true });
    await expect(photos.add(photo, claim)).rejects.toThrow(ConcurrentChangeError);
  });

  it('gives a key to one of several uploads that claim it at once', async () => {
    const { photos } = await make();
    const claims = [1, 2, 3, 4].map((number) => {
      const { mediaId } = photoNumber(number);
      return photos.claim({ ownerId: anna, key: 'key-1', mediaId, asked: 'digest', fulfilled: false });
    });
    expect(new Set((await Promise.all(claims)).map(({ mediaId }) => mediaId)).size).toBe(1);
  });

  it('saves state and events together, and neither over another write', async () => {
    const { photos, outbox } = await make();
    const photo = photoNumber(1);
    await photos.add(photo);
    const change = accepted(photo);
    await photos.save(photo, change);
    await expect(photos.save(photo, accepted(photo))).rejects.toThrow(ConcurrentChangeError);
    expect(await photos.find(photo.mediaId)).toEqual(change.photo);
    expect(await outbox()).toEqual(['MediaUploaded']);
  });

  it('removes a photo with its event, unless it changed', async () => {
    const { photos, outbox } = await make();
    const photo = photoNumber(1);
    await photos.add(photo);
    const { events } = deletion(photo, { bucket: 'uploads', key: 'originals/a/b' }, occasion());
    await expect(photos.remove({ ...photo, version: 9 }, events)).rejects.toThrow(ConcurrentChangeError);
    await photos.remove(photo, events);
    expect(await photos.find(photo.mediaId)).toBeUndefined();
    await expect(photos.remove(photo, events)).rejects.toThrow(ConcurrentChangeError);
    expect(await outbox()).toEqual(['MediaDeleted']);
  });

  it('lists one person’s photos, newest first, in pages that neither repeat nor skip', async () => {
    const { photos } = await make();
    for (const number of [1, 2, 3]) await photos.add(photoNumber(number));
    await photos.add(photoNumber(4, { ownerId: ben }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await photos.listByOwner(anna, { limit: 2, cursor });
      seen.push(...page.items.map(({ mediaId }) => mediaId.slice(-1)));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['3', '2', '1']);
  });

  it('lists what is ready, in pages that neither repeat nor skip', async () => {
    const { photos } = await make();
    for (const number of [1, 2, 3, 4, 5]) {
      const photo = photoNumber(number, { ownerId: number % 2 ? anna : ben });
      await photos.add(photo);
      if (number < 4) await photos.save(photo, published(photo, '2026-11-21T12:00:00.000Z'));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await photos.listReady({ limit: 1, cursor });
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map(({ mediaId }) => mediaId.slice(-1)));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.sort()).toEqual(['1', '2', '3']);
  });

  it('writes a hundred events that change no photo', async () => {
    const { photos, outbox } = await make();
    const events = Array.from({ length: 100 }, (_, number) => {
      const photo = {
        ...published(photoNumber(1), '2026-11-21T12:00:00.000Z').photo,
        originalVersionId: 'v',
      };
      const event = requestRenditions(photo, { bucket: 'uploads', key: `originals/${number}` }, occasion());
      if (!event) throw new Error('the photo is not ready');
      return event;
    });
    await photos.announce(events);
    await photos.announce([]);
    expect(await outbox()).toHaveLength(100);
  });

  it('lists published photos by time of publication, of everybody and of one person', async () => {
    const { photos } = await make();
    const times = ['2026-11-21T12:00:00.000Z', '2026-11-21T14:00:00.000Z', '2026-11-21T13:00:00.000Z'];
    for (const [index, at] of times.entries()) {
      const photo = photoNumber(index + 1, { ownerId: index === 2 ? ben : anna });
      await photos.add(photo);
      await photos.save(photo, published(photo, at));
    }
    await photos.add(photoNumber(4));
    const numbers = async (ownerId?: string) => {
      const first = await photos.listPublished(ownerId, { limit: 2 });
      const rest = first.nextCursor
        ? await photos.listPublished(ownerId, { limit: 2, cursor: first.nextCursor })
        : { items: [] };
      return [...first.items, ...rest.items].map(({ mediaId }) => mediaId.slice(-1));
    };
    expect(await numbers()).toEqual(['2', '3', '1']);
    expect(await numbers(anna)).toEqual(['2', '1']);
    expect(await numbers(ben)).toEqual(['3']);
  });

  it('takes a photo out of the feed with the write that hides it', async () => {
    const { photos } = await make();
    const photo = photoNumber(1);
    await photos.add(photo);
    const change = published(photo, '2026-11-21T12:00:00.000Z');
    await photos.save(photo, change);
    const hidden: Photo = { ...change.photo, visibility: 'private', version: change.photo.version + 1 };
    await photos.save(change.photo, { photo: hidden, events: [] });
    expect(await photos.listPublished(undefined, { limit: 5 })).toEqual({ items: [] });
  });

  it('lists published photos by their tags, until they say so no longer, are hidden or go', async () => {
    const { photos } = await make();
    const at = (hour: number) => `2026-11-21T${hour}:00:00.000Z`;
    const shown = async (number: number, title: string, hour: number): Promise<Photo> => {
      const photo = photoNumber(number, { title });
      await photos.add(photo);
      const change = published(photo, at(hour));
      await photos.save(photo, change);
      return change.photo;
    };
    const [one, two, three] = [
      await shown(1, 'First #Snow', 12),
      await shown(2, '#snow and #ice', 14),
      await shown(3, 'More #snow', 13),
    ];
    await photos.add(photoNumber(4, { title: 'Not yet #snow' }));
    const numbers = async (tag: string) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await photos.listTagged(tag, { limit: 2, cursor });
        seen.push(...page.items.map(({ mediaId }) => mediaId.slice(-1)));
        cursor = page.nextCursor;
      } while (cursor);
      return seen;
    };
    expect(await numbers('snow')).toEqual(['2', '3', '1']);
    expect(await numbers('ice')).toEqual(['2']);
    expect(await numbers('rain')).toEqual([]);
    const change = (photo: Photo, changes: Partial<Photo>): Change => ({
      photo: { ...photo, ...changes, version: photo.version + 1 },
      events: [],
    });
    await photos.saveEdited(one, change(one, { title: 'First #rain' }));
    await photos.saveEdited(two, change(two, { visibility: 'private' }));
    expect([await numbers('snow'), await numbers('rain'), await numbers('ice')]).toEqual([['3'], ['1'], []]);
    await photos.remove(three, []);
    expect(await numbers('snow')).toEqual([]);
  });
}
