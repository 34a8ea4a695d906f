import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { readBody } from '../../core/edge.ts';
import { claimsOf } from './body-intake.ts';
import { arnOf } from './bucket-store.ts';
import { checksums } from './checksum.ts';
import { causeOf, emptyAnswer, type Operation, xmlAnswer } from './operation.ts';
import { requiredAction } from './required-actions.ts';
import { s3Error } from './s3-error.ts';
import { deleteObject } from './write-object.ts';
import { readXml, type XmlContent } from './xml.ts';

/** DeleteObject; with `versionId` that version is gone for good. */
export const deleteOne: Operation = async (state, { call, bucket, key, query }) => {
  const versionId = query.get('versionId') ?? undefined;
  const ifMatch = call.request.headers['if-match'];
  const { versionId: gone, isDeleteMarker } = deleteObject(
    state,
    bucket,
    key,
    versionId,
    causeOf(call),
    ifMatch,
  );
  return emptyAnswer(204, {
    ...(gone !== undefined && { 'x-amz-version-id': gone }),
    ...(isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
  });
};

const request = z.object({
  Quiet: z.string().optional(),
  Object: z
    .array(
      z.object({ Key: z.string().min(1), VersionId: z.string().optional(), ETag: z.string().optional() }),
    )
    .min(1)
    .max(1000),
});

/** DeleteObjects: up to 1000 keys at once. */
export const deleteMany: Operation = async (state, { call, bucket }) => {
  const body = await readBody(call.request, 4 * 1024 * 1024);
  for (const [name, claimed] of Object.entries(claimsOf(call.request.headers).checksums)) {
    const checksum = checksums[name]?.();
    checksum?.update(body);
    if (checksum && checksum.digest() !== claimed) throw s3Error('BadDigest');
  }
  const parsed = request.safeParse(readXml(body, 'Delete', ['Object']));
  if (!parsed.success) throw s3Error('MalformedXML');

  const Deleted: XmlContent[] = [];
  const Failed: XmlContent[] = [];
  for (const { Key, VersionId, ETag } of parsed.data.Object) {
    try {
      const action = requiredAction('DeleteObject', VersionId !== undefined);
      state.access.check(call.caller, action, `${arnOf(bucket)}/${Key}`);
      const { versionId, isDeleteMarker } = deleteObject(state, bucket, Key, VersionId, causeOf(call), ETag);
      Deleted.push({
        Key,
        VersionId,
        DeleteMarker: isDeleteMarker || undefined,
        DeleteMarkerVersionId: isDeleteMarker ? versionId : undefined,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Key, VersionId, Code: error.code, Message: error.message });
    }
  }
  const quiet = parsed.data.Quiet === 'true';
  return xmlAnswer('DeleteResult', { ...(!quiet && { Deleted }), Error: Failed });
};
