import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { noAnswers } from './answer-counts.ts';
import { isShownTo, personOf } from './author.ts';
import { PhotoNotFoundError } from './errors.ts';
import type { Photo } from './photo.ts';
import { viewOf } from './photo-view.ts';
import type { AnswerCountRepository, AuthorRepository } from './ports.ts';

interface Dependencies {
  authors: Pick<AuthorRepository, 'findMany'>;
  counts: AnswerCountRepository;
}

/**
 * Photos as the API shows them, in their order: with their owners' names and what people made of them, and without those of people
 * who are leaving or gone. Two reads for a page.
 * @param viewerId who asks, and so sees the own photos in any case; undefined where that is not looked at
 */
export type ShowPhotos = (photos: readonly Photo[], viewerId: string | undefined) => Promise<PhotoShape[]>;

export function makeShowPhotos({ authors, counts }: Dependencies): ShowPhotos {
  return async (photos, viewerId) => {
    const [known, counted] = await Promise.all([
      authors.findMany([...new Set(photos.map(({ ownerId }) => ownerId))]),
      counts.findMany(photos.map(({ mediaId }) => mediaId)),
    ]);
    const byId = new Map(known.map((author) => [author.userId, author]));
    return photos.flatMap((photo) => {
      const { mediaId, ownerId } = photo;
      const owner = byId.get(ownerId);
      if (!isShownTo(viewerId, ownerId, owner)) return [];
      return viewOf(photo, personOf(ownerId, owner), counted.get(mediaId) ?? noAnswers);
    });
  };
}

/** @throws PhotoNotFoundError when its owner is leaving or gone, and somebody else asks */
export async function showOne(
  show: ShowPhotos,
  photo: Photo,
  viewerId: string | undefined,
): Promise<PhotoShape> {
  const [shown] = await show([photo], viewerId);
  if (!shown) throw new PhotoNotFoundError();
  return shown;
}
