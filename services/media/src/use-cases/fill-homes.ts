import type { EventOf } from '@shutterbus/contracts/event';
import type { MediaPublished } from '@shutterbus/contracts/events/media';
import { placesOf } from '../home-place.ts';
import { isPublished } from '../photo.ts';
import type {
  FollowersRange,
  FollowRepository,
  HomeRepository,
  HomesQueue,
  PhotoRepository,
} from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  follows: Pick<FollowRepository, 'listFollowers' | 'rangesAfter'>;
  homes: Pick<HomeRepository, 'place'>;
  queue: HomesQueue;
}

/** Twenty requests of DynamoDB, so that a repeated page costs little. */
const followersPerPage = 500;

/**
 * Puts a photo into the Homes of one page of its owner's followers and queues the rest: after the first page of a crowd as ranges that are
 * filled at the same time, or else as the next page. One that was hidden in the meantime
 * ends it: shown again, it is published again. Safe to repeat.
 */
export function makeFillHomes({ photos, follows, homes, queue }: Dependencies) {
  return async (
    event: EventOf<typeof MediaPublished>,
    { cursor, until }: FollowersRange = {},
  ): Promise<void> => {
    const { mediaId, ownerId } = event.detail.data;
    const photo = await photos.find(mediaId);
    if (!photo || !isPublished(photo)) return;
    const page = { limit: followersPerPage, cursor, until };
    const { items, nextCursor } = await follows.listFollowers(ownerId, page);
    await homes.place(placesOf([photo]).flatMap((place) => items.map((userId) => ({ ...place, userId }))));
    if (nextCursor === undefined) return;
    const isFirst = cursor === undefined;
    await queue.goOn(event, isFirst ? follows.rangesAfter(nextCursor) : [{ cursor: nextCursor, until }]);
  };
}
