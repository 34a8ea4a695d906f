import type { FollowChange } from '../follow.ts';
import { placesOf } from '../home-place.ts';
import type { AuthorRepository, FollowRepository, HomeRepository, PhotoLists } from '../ports.ts';

interface Dependencies {
  follows: Pick<FollowRepository, 'rememberFollow' | 'removePair'>;
  authors: Pick<AuthorRepository, 'wasForgotten'>;
  lists: Pick<PhotoLists, 'listPublished'>;
  homes: Pick<HomeRepository, 'place'>;
}

/** Two requests of DynamoDB, and more than somebody looks at who has just begun to follow. */
const olderPhotos = 50;

/**
 * Learns who follows whom. Who begins to follow finds the newest photos of that person in Home; who ends does not see them
 * any more, although their places stay. Of who is gone nothing is kept. Safe to repeat, in any order.
 */
export function makeApplyFollow({ follows, authors, lists, homes }: Dependencies) {
  return async (change: FollowChange): Promise<void> => {
    const isActive = await follows.rememberFollow(change);
    // Looked at after the write: who goes at this moment is known as gone here, or finds this pair when pairs are removed.
    const gone = await Promise.all([change.followerId, change.followeeId].map(authors.wasForgotten));
    if (gone.includes(true)) return follows.removePair(change);
    if (!isActive) return;
    const { items } = await lists.listPublished(change.followeeId, { limit: olderPhotos });
    await homes.place(placesOf(items).map((place) => ({ ...place, userId: change.followerId })));
  };
}
