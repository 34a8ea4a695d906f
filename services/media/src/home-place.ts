import type { Photo } from './photo.ts';

/**
 * Where a photo stands in somebody's Home. A place says nothing of whether the photo may be seen, or whether its owner
 * is still followed: whoever reads it looks at both.
 */
export interface HomePlace {
  mediaId: string;
  ownerId: string;
  publishedAt: string;
}

export function placesOf(photos: readonly Photo[]): HomePlace[] {
  return photos.flatMap(({ mediaId, ownerId, publishedAt }) =>
    publishedAt === undefined ? [] : [{ mediaId, ownerId, publishedAt }],
  );
}
