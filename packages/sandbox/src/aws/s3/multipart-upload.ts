import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { readBody } from '../../core/edge.ts';
import { takeBody, takeStream } from './body-intake.ts';
import { findSource } from './copy-source.ts';
import { storedHeaders, taggingHeader } from './object-headers.ts';
import {
  causeOf,
  emptyAnswer,
  type Operation,
  quoted,
  type S3Request,
  type S3State,
  versionHeader,
  xmlAnswer,
} from './operation.ts';
import { s3Error } from './s3-error.ts';
import type { Part, Upload } from './upload-store.ts';
import { writeObject } from './write-object.ts';
import { readXml } from './xml.ts';

/** Every part but the last has at least this size. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const smallestPartBytes = 5 * 1024 * 1024;
const mostParts = 10_000;

function uploadOf(state: S3State, { bucket, key, query }: S3Request): Upload {
  const upload = state.uploads.find(bucket.name, key, query.get('uploadId') ?? '');
  if (!upload) throw s3Error('NoSuchUpload', undefined, { UploadId: query.get('uploadId') ?? '' });
  return upload;
}

export const createUpload: Operation = (state, { call, bucket, key }) => {
  call.request.resume();
  const { uploadId } = state.uploads.create({
    bucket: bucket.name,
    key,
    headers: storedHeaders(call.request.headers),
    tags: taggingHeader(call.request.headers['x-amz-tagging']),
  });
  return xmlAnswer('InitiateMultipartUploadResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: uploadId,
  });
};

export const uploadPart: Operation = async (state, s3Request) => {
  const { call, query } = s3Request;
  const upload = uploadOf(state, s3Request);
  const number = partNumber(query);
  const body = await takeBody(call.request, state.files);
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
  const source = findSource(state, String(headers['x-amz-copy-source']));
  const [start, end] = rangeWithin(headers['x-amz-copy-source-range'], source.sizeBytes);
  const bytes =
    start > end ? Readable.from([]) : createReadStream(state.files.path(source.file), { start, end });
  const body = await takeStream(bytes, undefined, { checksums: {}, trailers: [] }, state.files, () => {});
  const replaced = state.uploads.savePart(upload.uploadId, { number, ...body });
  if (replaced !== undefined) state.files.remove(replaced);
  return xmlAnswer('CopyPartResult', {
    LastModified: new Date(state.now()).toISOString(),
    ETag: quoted(body.etag),
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

const completion = z.object({
  Part: z.array(z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() })).min(1),
});

export const completeUpload: Operation = async (state, s3Request) => {
  const { call, bucket, key } = s3Request;
  const upload = uploadOf(state, s3Request);
  const body = readXml(await readBody(call.request), 'CompleteMultipartUpload', ['Part']);
  const parsed = completion.safeParse(body);
  if (!parsed.success) throw s3Error('MalformedXML');
  const stored = state.uploads.parts(upload.uploadId);
  const chosen = chooseParts(parsed.data.Part, stored);

  const file = state.files.newName();
  try {
    await joinFiles(
      chosen.map((part) => state.files.path(part.file)),
      state.files.path(file),
    );
  } catch (error) {
    state.files.remove(file);
    throw error;
  }
  const md5 = createHash('md5');
  for (const part of chosen) md5.update(Buffer.from(part.etag, 'hex'));
  const data = {
    file,
    sizeBytes: chosen.reduce((sum, part) => sum + part.sizeBytes, 0),
    etag: `${md5.digest('hex')}-${chosen.length}`,
    headers: upload.headers,
    tags: upload.tags,
    checksums: {},
  };
  const header = (name: 'if-match' | 'if-none-match'): string | undefined => call.request.headers[name];
  const conditions = { ifMatch: header('if-match'), ifNoneMatch: header('if-none-match') };
  const cause = causeOf(call);
  const written = writeObject(state, bucket, key, data, 'CompleteMultipartUpload', cause, conditions, () =>
    state.uploads.remove(upload.uploadId),
  );
  state.files.remove(...stored.map((part) => part.file));
  const completed = {
    Location: `http://${call.request.headers.host}/${bucket.name}/${encodeURIComponent(key)}`,
    Bucket: bucket.name,
    Key: key,
    ETag: quoted(written.etag),
  };
  return xmlAnswer('CompleteMultipartUploadResult', completed, versionHeader(bucket, written.versionId));
};

function chooseParts(wanted: { PartNumber: number; ETag: string }[], stored: Part[]): Part[] {
  const chosen = wanted.map(({ PartNumber, ETag }) => {
    const part = stored.find((one) => one.number === PartNumber);
    if (!part || part.etag !== ETag.replaceAll('"', ''))
      throw s3Error('InvalidPart', undefined, { PartNumber });
    return part;
  });
  if (chosen.some((part, index) => part.number <= (chosen[index - 1]?.number ?? 0)))
    throw s3Error('InvalidPartOrder');
  if (chosen.slice(0, -1).some((part) => part.sizeBytes < smallestPartBytes)) throw s3Error('EntityTooSmall');
  return chosen;
}

async function joinFiles(sources: string[], target: string): Promise<void> {
  const handle = await open(target, 'wx');
  try {
    for (const source of sources) {
      for await (const chunk of createReadStream(source, { highWaterMark: 256 * 1024 })) {
        await handle.writeFile(chunk as Buffer);
      }
    }
  } finally {
    await handle.close();
  }
}

export const abortUpload: Operation = (state, s3Request) => {
  const upload = uploadOf(state, s3Request);
  const parts = state.uploads.parts(upload.uploadId);
  state.uploads.remove(upload.uploadId);
  state.files.remove(...parts.map((part) => part.file));
  return emptyAnswer(204);
};

/** ListParts, in one page. */
export const listParts: Operation = (state, s3Request) => {
  const upload = uploadOf(state, s3Request);
  return xmlAnswer('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    IsTruncated: false,
    Part: state.uploads.parts(upload.uploadId).map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.lastModifiedMs).toISOString(),
      ETag: quoted(part.etag),
      Size: part.sizeBytes,
    })),
  });
};

/** ListMultipartUploads, in one page. */
export const listUploads: Operation = (state, { bucket }) =>
  xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    IsTruncated: false,
    Upload: state.uploads.list(bucket.name).map((upload) => ({
      Key: upload.key,
      UploadId: upload.uploadId,
      Initiated: new Date(upload.initiatedMs).toISOString(),
    })),
  });
