import { ulidField } from '@shutterbus/contracts/fields';
import type { PageTags } from '@shutterbus/lambda/page-tags';
import { isShownTo, personOf } from '../author.ts';
import { findPublished } from '../find-published.ts';
import { byline, pictureOf } from '../page-picture.ts';
import type { AuthorRepository, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
}

/** What the page of a photo says of it to programs that show links. @returns undefined for what not everybody may see */
export function makeDescribePhotoPage({ photos, authors }: Dependencies) {
  return async (mediaId: string): Promise<PageTags | undefined> => {
    if (!ulidField.safeParse(mediaId).success) return undefined;
    const photo = await findPublished(photos, mediaId);
    if (!photo) return undefined;
    const [author] = await authors.findMany([photo.ownerId]);
    if (!isShownTo(undefined, photo.ownerId, author)) return undefined;
    return {
      kind: 'article',
      title: photo.title,
      description: photo.description || byline('A photo', personOf(photo.ownerId, author)),
      path: `/photos/${mediaId}`,
      picture: pictureOf(photo),
    };
  };
}
