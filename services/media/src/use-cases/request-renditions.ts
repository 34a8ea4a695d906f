import type { Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { originalKey } from '../original.ts';
import { requestRenditions } from '../photo-changes.ts';
import type { OriginalStore, PhotoLists, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'announce'>;
  lists: Pick<PhotoLists, 'listReady'>;
  originals: Pick<OriginalStore, 'bucket'>;
  clock: Clock;
  newId: () => string;
}

interface RequestRenditions {
  /** At most a hundred. */
  limit: number;
  /** Where the page before ended; unless told, from the beginning. */
  cursor?: string | undefined;
  /** Looks, and asks for nothing. */
  dryRun: boolean;
  trace: Trace;
}

/** `cursor` is absent after the last page. */
export interface RequestedRenditions {
  requested: number;
  cursor?: string | undefined;
}

/**
 * Asks for the renditions of one page of photos as the list has them now; which of them are out of date, only the
 * thumbnails service knows. All events of a page or none are written, so a page that failed is asked for again by its
 * cursor; a page that is asked for twice does no harm.
 */
export function makeRequestRenditions({ photos, lists, originals, clock, newId }: Dependencies) {
  return async ({ limit, cursor, dryRun, trace }: RequestRenditions): Promise<RequestedRenditions> => {
    const { items, nextCursor } = await lists.listReady({ limit, cursor });
    const occasion = { at: clock().toISOString(), trace, newId };
    const events = items.flatMap((photo) => {
      const original = { bucket: originals.bucket, key: originalKey(photo) };
      return requestRenditions(photo, original, occasion) ?? [];
    });
    if (!dryRun) await photos.announce(events);
    return { requested: events.length, cursor: nextCursor };
  };
}
