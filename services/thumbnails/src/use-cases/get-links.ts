import { kindOf } from '@shutterbus/contracts/events/thumbnails';
import type { Clock } from '@shutterbus/lambda/clock';
import type { RenditionSetRepository, RenditionStore } from '../ports.ts';
import { renditionKey } from '../rendition-set.ts';

/** The longest that a link of `RenditionStore.presign` is valid. */
const validForSeconds = 300;

interface Dependencies {
  sets: RenditionSetRepository;
  store: RenditionStore;
  clock: Clock;
}

interface Link {
  name: string;
  kind: string;
  widthPx: number;
  heightPx: number;
  url: string;
}

interface Links {
  expiresAt: string;
  photos: { id: string; renditions: Link[] }[];
}

/** Links to the private renditions of the caller's own photos; every other id is left out without a word. */
export function makeGetLinks({ sets, store, clock }: Dependencies) {
  return async ({
    mediaIds,
    callerId,
  }: {
    mediaIds: readonly string[];
    callerId: string;
  }): Promise<Links> => {
    const expiresAt = new Date(clock().getTime() + validForSeconds * 1000).toISOString();
    const found = await sets.findMany([...new Set(mediaIds)]);
    const photos = found.map(async ({ mediaId, ownerId, place, picture }) => {
      if (ownerId !== callerId || place?.visibility !== 'private' || !picture) return [];
      const renditions = picture.renditions.map(async ({ name, kind, widthPx, heightPx }) => ({
        name,
        kind: kindOf({ name, kind }),
        widthPx,
        heightPx,
        url: await store.presign(renditionKey(place.folder, name)),
      }));
      return [{ id: mediaId, renditions: await Promise.all(renditions) }];
    });
    return { expiresAt, photos: (await Promise.all(photos)).flat() };
  };
}
