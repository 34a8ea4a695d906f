import type { TransactWrite } from '@shutterbus/lambda/outbox';
import * as z from 'zod';
import { isPublished, type Photo, tagsOf } from '../photo.ts';

export const tagPartition = (tag: string): string => `TAG#${tag}`;

const taggedSchema = z.object({ mediaId: z.string(), sk: z.string() });
/** One photo of a tag: which, and its place in the list. */
export const taggedOf = (item: unknown) => taggedSchema.parse(item);

const tagsShown = (photo: Photo): string[] => (isPublished(photo) ? tagsOf(photo) : []);

const keyOf = (tag: string, { publishedAt, mediaId }: Photo) => ({
  pk: tagPartition(tag),
  sk: `${publishedAt}#${mediaId}`,
});

/** A row for each tag of a published photo; writing it again changes nothing, so that photos of before tags get theirs. */
export const tagPuts = (TableName: string, photo: Photo): TransactWrite[] =>
  tagsShown(photo).map((tag) => ({
    Put: { TableName, Item: { ...keyOf(tag, photo), type: 'TAG', mediaId: photo.mediaId } },
  }));

/** The rows that go with a change; `after` is undefined when the photo goes. */
export const tagDeletes = (TableName: string, before: Photo, after: Photo | undefined): TransactWrite[] => {
  const kept = after ? tagsShown(after) : [];
  const gone = tagsShown(before).filter((tag) => !kept.includes(tag));
  return gone.map((tag) => ({ Delete: { TableName, Key: keyOf(tag, before) } }));
};
