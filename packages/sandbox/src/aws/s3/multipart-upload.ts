import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { claimsOf, takeBody, takeStream } from './body-intake.ts';
import { findSource } from './copy-source.ts';
import { checkPartAlgorithm, checksumPlan, elementOf } from './multipart-checksum.ts';
import { storedHeaders, taggingHeader } from './object-headers.ts';
import { emptyAnswer, type Operation, quoted, type S3Request, type S3State, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import type { Upload } from './upload-store.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const mostParts = 10_000;

/** The upload that `uploadId` names. @throws AwsError `NoSuchUpload` */
export function uploadOf(state: S3State, { bucket, key, query }: S3Request): Upload {
  const upload = state.uploads.find(bucket.name, key, query.get('uploadId') ?? '');
  if (!upload) throw s3Error('NoSuchUpload', undefined, { UploadId: query.get('uploadId') ?? '' });
  return upload;
}

export const createUpload: Operation = (state, { call, bucket, key }) => {
  call.request.resume();
  const checksum = checksumPlan(call.request.headers);
  const { uploadId } = state.uploads.create({
    bucket: bucket.name,
    key,
    headers: storedHeaders(call.request.headers),
    tags: taggingHeader(call.request.headers['x-amz-tagging']),
    ...(checksum && { checksum }),
  });
  const initiated = { Bucket: bucket.name, Key: key, UploadId: uploadId };
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    initiated,
    checksum && {
      'x-amz-checksum-algorithm': checksum.header.replace('x-amz-checksum-', '').toUpperCase(),
      'x-amz-checksum-type': checksum.type,
    },
  );
};

export const uploadPart: Operation = async (state, s3Request) => {
  const { call, query } = s3Request;
  const upload = uploadOf(state, s3Request);
  const number = partNumber(query);
  const { checksums, trailers } = claimsOf(call.request.headers);
  checkPartAlgorithm(upload.checksum, [...Object.keys(checksums), ...trailers]);
  const body = await takeBody(call.request, state.files, upload.checksum?.header);
  const replaced = state.uploads.savePart(upload.uploadId, { number, ...body });
  if (replaced !== undefined) state.files.remove(replaced);
  return emptyAnswer(200, { etag: quoted(body.etag), ...body.checksums });
};

/** UploadPartCopy: a part from the bytes of an object, or from a range of them. */
export const uploadPartCopy: Operation = async (state, s3Request) => {
  const { call, query } = s3Request;
  const { headers } = call.request;
  call.request.resume();
  const upload = uploadOf(state, s3Request);
  const number = partNumber(query);
  const source = findSource(state, call);
  const [start, end] = rangeWithin(headers['x-amz-copy-source-range'], source.sizeBytes);
  const bytes =
    start > end ? Readable.from([]) : createReadStream(state.files.path(source.file), { start, end });
  const also = upload.checksum?.header;
  const claims = { checksums: {}, trailers: [], ...(also !== undefined && { also }) };
  const body = await takeStream(bytes, undefined, claims, state.files, () => {});
  const replaced = state.uploads.savePart(upload.uploadId, { number, ...body });
  if (replaced !== undefined) state.files.remove(replaced);
  return xmlAnswer('CopyPartResult', {
    LastModified: new Date(state.now()).toISOString(),
    ETag: quoted(body.etag),
    ...Object.fromEntries(Object.entries(body.checksums).map(([name, value]) => [elementOf(name), value])),
  });
};

/** @param header `bytes=<first>-<last>`, both given and within the object */
function rangeWithin(header: string | string[] | undefined, sizeBytes: number): [start: number, end: number] {
  if (header === undefined) return [0, sizeBytes - 1];
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(header)) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (!(start <= end && end < sizeBytes)) {
    throw s3Error('InvalidArgument', `Range specified is not valid for source object of size: ${sizeBytes}`);
  }
  return [start, end];
}

function partNumber(query: URLSearchParams): number {
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts) {
    throw s3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  return number;
}

export const abortUpload: Operation = (state, s3Request) => {
  const upload = uploadOf(state, s3Request);
  const parts = state.uploads.parts(upload.uploadId);
  state.uploads.remove(upload.uploadId);
  state.files.remove(...parts.map((part) => part.file));
  return emptyAnswer(204);
};
