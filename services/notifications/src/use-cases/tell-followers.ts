import type { Trace } from '@shutterbus/contracts/event';
import type { FanOut } from '../fan-out.ts';
import type { Notify } from '../notify.ts';
import type { FanOutQueue, FollowerRepository, PersonRepository, PhotoRepository } from '../ports.ts';

export interface TellFollowersDeps {
  followers: FollowerRepository;
  people: PersonRepository;
  photos: Pick<PhotoRepository, 'wasHiddenSince'>;
  fanOutQueue: FanOutQueue;
  notify: Notify;
}

/** Few enough for a few seconds of work, so that a repeated page costs little. */
const followersPerPage = 100;

/**
 * Tells one page of followers of a publication and queues the rest: after the first page of a crowd as ranges that are told at the
 * same time, or else as the next page. Nobody is told any more once the photo was hidden or deleted, or its author is gone. A photo
 * that was hidden and shown again keeps the time of its first publication, so each follower hears of it once. Safe to repeat.
 */
export function makeTellFollowers({ followers, people, photos, fanOutQueue, notify }: TellFollowersDeps) {
  return async (fanOut: FanOut, { trace }: { trace: Trace }): Promise<void> => {
    const { mediaId, ownerId, title, publishedAt, version, cursor, until } = fanOut;
    if (version !== undefined && (await photos.wasHiddenSince(mediaId, version))) return;
    const [owner, page] = await Promise.all([
      people.find(ownerId),
      followers.list(ownerId, { limit: followersPerPage, cursor, until }),
    ]);
    if (owner?.gone) return;
    await notify({
      userIds: page.items,
      facts: { kind: 'photo-published', mediaId, title, ownerDisplayName: owner?.displayName },
      at: publishedAt,
      trace,
    });
    const { nextCursor } = page;
    if (nextCursor === undefined) return;
    const rest = cursor === undefined ? followers.rangesAfter(nextCursor) : [{ cursor: nextCursor, until }];
    await fanOutQueue.enqueue(
      rest.map((range) => ({ ...fanOut, ...range })),
      trace,
    );
  };
}
