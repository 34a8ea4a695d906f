import { handleField } from '@shutterbus/contracts/fields';
import type { PageTags } from '@shutterbus/lambda/page-tags';
import { byline, pictureOf } from '../page-picture.ts';
import type { AuthorRepository, PhotoLists } from '../ports.ts';

interface Dependencies {
  lists: Pick<PhotoLists, 'listPublished'>;
  authors: AuthorRepository;
}

/** The same of a person's page, which shows the latest photo. @returns undefined when nobody has the handle, or who has it is leaving */
export function makeDescribePersonPage({ lists, authors }: Dependencies) {
  return async (handle: string): Promise<PageTags | undefined> => {
    if (!handleField.safeParse(handle).success) return undefined;
    const person = await authors.findByHandle(handle);
    if (!person || person.leavingUntil !== undefined) return undefined;
    const { items } = await lists.listPublished(person.userId, { limit: 1 });
    return {
      kind: 'profile',
      title: person.displayName,
      description: byline('Photos', person),
      path: `/people/${handle}`,
      picture: items[0] && pictureOf(items[0]),
    };
  };
}
