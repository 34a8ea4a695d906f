import { readBody } from '../../core/edge.ts';
import { findVersion } from './get-object.ts';
import { emptyAnswer, type Operation, versionHeader, xmlAnswer } from './operation.ts';
import { readTags, tagSet } from './tags.ts';

export const getTagging: Operation = (state, { call, bucket, key, query }) =>
  xmlAnswer('Tagging', tagSet(findVersion(state, call.caller, bucket, key, query.get('versionId')).tags));

export const putTagging: Operation = async (state, { call, bucket, key, query }) => {
  const tags = readTags(await readBody(call.request), 10);
  const version = findVersion(state, call.caller, bucket, key, query.get('versionId'));
  state.objects.setTags(version, tags);
  return emptyAnswer(200, versionHeader(bucket, version.versionId));
};

export const deleteTagging: Operation = (state, { call, bucket, key, query }) => {
  state.objects.setTags(findVersion(state, call.caller, bucket, key, query.get('versionId')), {});
  return emptyAnswer(204);
};
