import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { isPublished } from '../photo.ts';
import type { FollowRepository, HomeRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';
import type { ShowPhotos } from '../show-photos.ts';

interface Dependencies {
  homes: Pick<HomeRepository, 'listPlaces'>;
  photos: Pick<PhotoRepository, 'findPhotos'>;
  follows: Pick<FollowRepository, 'followedAmong'>;
  show: ShowPhotos;
}

/**
 * Photos of those whom somebody follows, newest first. Places are kept, the photos and the following are looked at: what
 * is hidden or deleted, and whose owner is followed no more, is not shown, so a page can be shorter than asked, even empty,
 * and another one follow.
 */
export function makeListHome({ homes, photos, follows, show }: Dependencies) {
  return async ({ userId, ...request }: PageRequest & { userId: string }): Promise<Page<PhotoShape>> => {
    const { items: places, nextCursor } = await homes.listPlaces(userId, request);
    const [found, followed] = await Promise.all([
      photos.findPhotos(places.map(({ mediaId }) => mediaId)),
      follows.followedAmong(
        userId,
        places.map(({ ownerId }) => ownerId),
      ),
    ]);
    const byId = new Map(found.map((photo) => [photo.mediaId, photo]));
    const seen = places
      .flatMap(({ mediaId }) => byId.get(mediaId) ?? [])
      .filter((photo) => isPublished(photo) && followed.has(photo.ownerId));
    return { items: await show(seen, userId), nextCursor };
  };
}
