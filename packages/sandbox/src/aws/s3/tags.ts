import * as z from 'zod';
import { s3Error } from './s3-error.ts';
import { readXml } from './xml.ts';

const document = z.object({
  TagSet: z.union([
    z.string().transform(() => ({ Tag: [] })),
    z.object({ Tag: z.array(z.object({ Key: z.string().min(1), Value: z.string() })) }),
  ]),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The tags of a `Tagging` document.
 * @param most 10 for an object, 50 for a bucket
 * @throws AwsError `MalformedXML`, `InvalidTag`, `BadRequest`
 */
export function readTags(body: Buffer, most: number): Record<string, string> {
  const parsed = document.safeParse(readXml(body, 'Tagging', ['Tag']));
  if (!parsed.success) throw s3Error('MalformedXML');
  const tags: Record<string, string> = {};
  for (const { Key, Value } of parsed.data.TagSet.Tag) {
    if (Object.hasOwn(tags, Key))
      throw s3Error('InvalidTag', 'Cannot provide multiple Tags with the same key', { TagKey: Key });
    if (Key.startsWith('aws:')) {
      const why =
        most > 10
          ? 'System tags cannot be added/updated by requester'
          : 'Your TagKey cannot be prefixed with aws:';
      throw s3Error('InvalidTag', why, { TagKey: Key });
    }
    if (Key.length > 128 || !allowed.test(Key))
      throw s3Error('InvalidTag', 'The TagKey you have provided is invalid', { TagKey: Key });
    if (Value.length > 256 || !allowed.test(Value))
      throw s3Error('InvalidTag', 'The TagValue you have provided is invalid', {
        TagKey: Key,
        TagValue: Value,
      });
    tags[Key] = Value;
  }
  if (Object.keys(tags).length > most)
    throw s3Error('BadRequest', `${most > 10 ? 'Bucket' : 'Object'} tags cannot be greater than ${most}`);
  return tags;
}

/** As the answer has them. */
export const tagSet = (tags: Record<string, string>) => ({
  TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
});
