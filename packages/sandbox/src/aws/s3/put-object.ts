import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile } from 'node:fs/promises';
import { takeBody } from './body-intake.ts';
import { findSource } from './copy-source.ts';
import { storedHeaders, taggingHeader } from './object-headers.ts';
import { causeOf, emptyAnswer, type Operation, quoted, versionHeader, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { writeObject } from './write-object.ts';

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** PutObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: Operation = async (state, { call, bucket, key }) => {
  const { request } = call;
  const headers = storedHeaders(request.headers);
  const tags = taggingHeader(request.headers['x-amz-tagging']);
  const body = await takeBody(request, state.files);
  const written = writeObject(state, bucket, key, { ...body, headers, tags }, 'PutObject', causeOf(call), {
    ifMatch: headerText(request.headers['if-match']),
    ifNoneMatch: headerText(request.headers['if-none-match']),
  });
  return emptyAnswer(200, {
    etag: quoted(written.etag),
    ...written.checksums,
    ...versionHeader(bucket, written.versionId),
  });
};

/** CopyObject, within and between buckets; the copy gets the source's headers unless the directive says REPLACE. */
export const copyObject: Operation = async (state, { call, bucket, key }) => {
  const { request } = call;
  request.resume();
  const source = findSource(state, call);
  const replaceHeaders = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const replaceTags = request.headers['x-amz-tagging-directive'] === 'REPLACE';
  if (
    source.bucket === bucket.name &&
    source.key === key &&
    !replaceHeaders &&
    bucket.versioning === undefined
  ) {
    throw s3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const ifMatch = headerText(request.headers['x-amz-copy-source-if-match']);
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== source.etag)
    throw s3Error('PreconditionFailed');

  const file = state.files.newName();
  await copyFile(state.files.path(source.file), state.files.path(file), constants.COPYFILE_FICLONE);
  const data = {
    file,
    sizeBytes: source.sizeBytes,
    // A multipart object becomes a single one.
    etag: source.etag.includes('-') ? await md5OfFile(state.files.path(file)) : source.etag,
    checksums: source.checksums,
    headers: replaceHeaders ? storedHeaders(request.headers) : source.headers,
    tags: replaceTags ? taggingHeader(request.headers['x-amz-tagging']) : source.tags,
  };
  const written = writeObject(state, bucket, key, data, 'CopyObject', causeOf(call), {
    ifMatch: headerText(request.headers['if-match']),
    ifNoneMatch: headerText(request.headers['if-none-match']),
  });
  const sourceBucket = state.buckets.find(source.bucket);
  const sourceVersion = sourceBucket && versionHeader(sourceBucket, source.versionId)['x-amz-version-id'];
  const copied = {
    LastModified: new Date(written.lastModifiedMs).toISOString(),
    ETag: quoted(written.etag),
  };
  return xmlAnswer('CopyObjectResult', copied, {
    ...versionHeader(bucket, written.versionId),
    ...(sourceVersion !== undefined && { 'x-amz-copy-source-version-id': sourceVersion }),
  });
};

async function md5OfFile(path: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    md5.update(chunk as Buffer);
  return md5.digest('hex');
}
