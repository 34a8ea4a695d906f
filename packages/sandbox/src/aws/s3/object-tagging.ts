import * as z from 'zod';
import { readBody } from '../../core/edge.ts';
import { findVersion } from './get-object.ts';
import { emptyAnswer, type Operation, versionHeader, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { readXml } from './xml.ts';

const tagging = z.object({
  TagSet: z.union([
    z.string().transform(() => ({ Tag: [] })),
    z.object({ Tag: z.array(z.object({ Key: z.string().min(1), Value: z.string() })).max(10) }),
  ]),
});

export const getTagging: Operation = (state, { bucket, key, query }) => {
  const version = findVersion(state, bucket, key, query.get('versionId'));
  return xmlAnswer('Tagging', {
    TagSet: { Tag: Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value })) },
  });
};

export const putTagging: Operation = async (state, { call, bucket, key, query }) => {
  const parsed = tagging.safeParse(readXml(await readBody(call.request), 'Tagging', ['Tag']));
  if (!parsed.success) throw s3Error('MalformedXML');
  const version = findVersion(state, bucket, key, query.get('versionId'));
  const tags = Object.fromEntries(parsed.data.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
  state.objects.setTags(version, tags);
  return emptyAnswer(200, versionHeader(bucket, version.versionId));
};

export const deleteTagging: Operation = (state, { bucket, key, query }) => {
  state.objects.setTags(findVersion(state, bucket, key, query.get('versionId')), {});
  return emptyAnswer(204);
};
