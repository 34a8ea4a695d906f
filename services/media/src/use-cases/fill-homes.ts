import type { EventOf } from '@shutterbus/contracts/event';
import type { MediaPublished } from '@shutterbus/contracts/events/media';
import { placesOf } from '../home-place.ts';
import { isPublished } from '../photo.ts';
import type { FollowRepository, HomeRepository, HomesQueue, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  follows: Pick<FollowRepository, 'listFollowers'>;
  homes: Pick<HomeRepository, 'place'>;
  queue: HomesQueue;
}

/** Twenty requests of DynamoDB, so that a repeated page costs little. */
const followersPerPage = 500;

/**
 * Puts a photo into the Homes of one page of its owner's followers and queues the rest. One that was hidden in the meantime
 * ends it: shown again, it is published again. Safe to repeat.
 */
export function makeFillHomes({ photos, follows, homes, queue }: Dependencies) {
  return async (event: EventOf<typeof MediaPublished>, cursor?: string): Promise<void> => {
    const { mediaId, ownerId } = event.detail.data;
    const photo = await photos.find(mediaId);
    if (!photo || !isPublished(photo)) return;
    const { items, nextCursor } = await follows.listFollowers(ownerId, { limit: followersPerPage, cursor });
    await homes.place(placesOf([photo]).flatMap((place) => items.map((userId) => ({ ...place, userId }))));
    if (nextCursor !== undefined) await queue.goOn(event, nextCursor);
  };
}
