import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { UserDeleted } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { PhotoNotFoundError } from '../errors.ts';
import type { AuthorRepository, PhotoLists } from '../ports.ts';
import type { makeDeletePhoto } from './delete-photo.ts';

interface Dependencies {
  lists: Pick<PhotoLists, 'listByOwner'>;
  authors: Pick<AuthorRepository, 'forget'>;
  deletePhoto: ReturnType<typeof makeDeletePhoto>;
  clock: Clock;
}

const pageSize = 25;
const deletedAtOnce = 5;

/**
 * Removes all photos of somebody who is gone, each with its MediaDeleted, which takes its bytes along, and forgets who they were.
 * Safe to repeat; goes on where it was.
 */
export function makeRemovePhotos({ lists, authors, deletePhoto, clock }: Dependencies) {
  return async (
    { detail: { data } }: EventOf<typeof UserDeleted>,
    { trace }: { trace: Trace },
  ): Promise<void> => {
    const { userId } = data;
    await authors.forget(userId, clock());
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await lists.listByOwner(userId, { limit: pageSize, cursor });
      for (let start = 0; start < items.length; start += deletedAtOnce) {
        const some = items.slice(start, start + deletedAtOnce);
        await Promise.all(some.map(({ mediaId }) => remove(mediaId, userId, trace)));
      }
      cursor = nextCursor;
    } while (cursor !== undefined);
  };

  /** The list lags: it may name one that is removed already. */
  async function remove(mediaId: string, callerId: string, trace: Trace): Promise<void> {
    try {
      await deletePhoto({ mediaId, callerId, trace });
    } catch (error) {
      if (!(error instanceof PhotoNotFoundError)) throw error;
    }
  }
}
