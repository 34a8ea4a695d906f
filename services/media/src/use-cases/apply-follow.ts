import type { FollowChange } from '../follow.ts';
import { placesOf } from '../home-place.ts';
import type { FollowRepository, HomeRepository, PhotoLists } from '../ports.ts';

interface Dependencies {
  follows: Pick<FollowRepository, 'rememberFollow'>;
  lists: Pick<PhotoLists, 'listPublished'>;
  homes: Pick<HomeRepository, 'place'>;
}

/** Two requests of DynamoDB, and more than somebody looks at who has just begun to follow. */
const olderPhotos = 50;

/**
 * Learns who follows whom. Who begins to follow finds the newest photos of that person in Home; who ends does not see them
 * any more, although their places stay. Safe to repeat, in any order.
 */
export function makeApplyFollow({ follows, lists, homes }: Dependencies) {
  return async (change: FollowChange): Promise<void> => {
    if (!(await follows.rememberFollow(change))) return;
    const { items } = await lists.listPublished(change.followeeId, { limit: olderPhotos });
    await homes.place(placesOf(items).map((place) => ({ ...place, userId: change.followerId })));
  };
}
