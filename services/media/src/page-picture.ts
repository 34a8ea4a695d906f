import type { Person } from '@shutterbus/contracts/routes/users';
import type { PageTags } from '@shutterbus/lambda/page-tags';
import type { Photo } from './photo.ts';

/** The picture for previews of links; photos from before it was made have none. */
export function pictureOf({ picture, title, altText = title }: Photo): PageTags['picture'] {
  if (picture?.linkPreview === undefined) return undefined;
  const { key, widthPx, heightPx } = picture.linkPreview;
  return { path: `/${key}`, widthPx, heightPx, altText };
}

/** A name in a sentence of ours turns the direction of nothing around it (U+2068, U+2069). */
export const byline = (what: string, { displayName }: Pick<Person, 'displayName'>): string =>
  `${what} by \u2068${displayName}\u2069 on Shutterbus.`;
