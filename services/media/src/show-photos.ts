import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { noAnswers } from './answer-counts.ts';
import { personOf } from './author.ts';
import type { Photo } from './photo.ts';
import { viewOf } from './photo-view.ts';
import type { AnswerCountRepository, AuthorRepository } from './ports.ts';

interface Dependencies {
  authors: Pick<AuthorRepository, 'findMany'>;
  counts: AnswerCountRepository;
}

/** Photos as the API shows them, in their order: with their owners' names and what people made of them. Two reads for a page. */
export type ShowPhotos = (photos: readonly Photo[]) => Promise<PhotoShape[]>;

export function makeShowPhotos({ authors, counts }: Dependencies): ShowPhotos {
  return async (photos) => {
    const [known, counted] = await Promise.all([
      authors.findMany([...new Set(photos.map(({ ownerId }) => ownerId))]),
      counts.findMany(photos.map(({ mediaId }) => mediaId)),
    ]);
    const byId = new Map(known.map((author) => [author.userId, author]));
    return photos.map((photo) => {
      const { mediaId, ownerId } = photo;
      return viewOf(photo, personOf(ownerId, byId.get(ownerId)), counted.get(mediaId) ?? noAnswers);
    });
  };
}

export async function showOne(show: ShowPhotos, photo: Photo): Promise<PhotoShape> {
  const [shown] = await show([photo]);
  if (!shown) throw new Error('a photo was not shown');
  return shown;
}
