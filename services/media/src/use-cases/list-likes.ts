import type { LikeRepository } from '../ports.ts';

/** Which of these photos the caller likes. Of a photo that is hidden or gone since, it says what it was. */
export function makeListLikes({ likes }: { likes: Pick<LikeRepository, 'likedAmong'> }) {
  return async ({ callerId, mediaIds }: { callerId: string; mediaIds: readonly string[] }) => ({
    liked: await likes.likedAmong(callerId, [...new Set(mediaIds)]),
  });
}
