import type { EventOf, Trace } from '@shutterbus/contracts/event';
import { PhotosErased } from '@shutterbus/contracts/events/erasure';
import type { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { erased } from '@shutterbus/lambda/erased';
import { OriginalsLeftError, PhotoNotFoundError } from '../errors.ts';
import type { AuthorRepository, OriginalStore, OwnQueue, PhotoLists, PhotoRepository } from '../ports.ts';
import type { makeDeletePhoto } from './delete-photo.ts';
import type { makeForgetDownloads } from './forget-downloads.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'announce'>;
  lists: Pick<PhotoLists, 'listByOwner'>;
  originals: Pick<OriginalStore, 'holdsAnyOf'>;
  authors: Pick<AuthorRepository, 'forget'>;
  deletePhoto: ReturnType<typeof makeDeletePhoto>;
  queue: OwnQueue;
  forgetDownloads: ReturnType<typeof makeForgetDownloads>;
  clock: Clock;
  newId: () => string;
}

const pageSize = 25;
const deletedAtOnce = 5;

/** Each takes about a second; the message that says the same again has its own. */
const pagesPerMessage = 20;

/**
 * Removes all photos of somebody who is gone, each with its MediaDeleted, which takes its bytes along, and what was packed of them, and
 * forgets who they were. Five hundred at most; for the rest the event is said again, to this service alone. Safe to repeat. What confirms it comes last, and only when no
 * byte of theirs is left, whoever brought it: also of an upload that was under way.
 * @throws OriginalsLeftError while bytes are left
 */
export function makeRemovePhotos(deps: Dependencies) {
  const { photos, lists, originals, authors, deletePhoto, forgetDownloads, queue, clock } = deps;

  return async (event: EventOf<typeof UserDeleted>, { trace }: { trace: Trace }): Promise<void> => {
    const { userId } = event.detail.data;
    await authors.forget(userId, clock());
    await forgetDownloads(userId);
    if (await removeSome(userId, trace)) return queue.again(event);
    if (await originals.holdsAnyOf(userId)) throw new OriginalsLeftError();
    await photos.announce([erased(PhotosErased, event, { trace, ...deps })]);
  };

  /** @returns whether there are more */
  async function removeSome(userId: string, trace: Trace): Promise<boolean> {
    let cursor: string | undefined;
    for (let pages = 0; pages < pagesPerMessage; pages += 1) {
      const { items, nextCursor } = await lists.listByOwner(userId, { limit: pageSize, cursor });
      for (let start = 0; start < items.length; start += deletedAtOnce) {
        const some = items.slice(start, start + deletedAtOnce);
        await Promise.all(some.map(({ mediaId }) => remove(mediaId, userId, trace)));
      }
      cursor = nextCursor;
      if (cursor === undefined) return false;
    }
    return true;
  }

  /** The list lags: it may name one that is removed already. */
  async function remove(mediaId: string, callerId: string, trace: Trace): Promise<void> {
    try {
      await deletePhoto({ mediaId, callerId, trace });
    } catch (error) {
      if (!(error instanceof PhotoNotFoundError)) throw error;
    }
  }
}
