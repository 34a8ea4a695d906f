import { handleField } from '@shutterbus/contracts/fields';
import type { PageTags } from '@shutterbus/lambda/page-tags';
import { byline, pictureOf } from '../page-picture.ts';
import type { AuthorRepository, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
}

/** The same of a person's page, which shows the latest photo. @returns undefined when nobody has the handle */
export function makeDescribePersonPage({ photos, authors }: Dependencies) {
  return async (handle: string): Promise<PageTags | undefined> => {
    if (!handleField.safeParse(handle).success) return undefined;
    const person = await authors.findByHandle(handle);
    if (!person) return undefined;
    const { items } = await photos.listPublished(person.userId, { limit: 1 });
    return {
      kind: 'profile',
      title: person.displayName,
      description: byline('Photos', person),
      path: `/people/${handle}`,
      picture: items[0] && pictureOf(items[0]),
    };
  };
}
