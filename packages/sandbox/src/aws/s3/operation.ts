import type { ServerResponse } from 'node:http';
import type { Call } from '../../core/edge.ts';
import type { Transaction } from '../../core/transaction.ts';
import type { Bucket, BucketStore } from './bucket-store.ts';
import type { Cause, ObjectEvents } from './object-events.ts';
import type { ObjectFiles } from './object-files.ts';
import type { ObjectStore } from './object-store.ts';
import type { UploadStore } from './upload-store.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

/** What every operation works on. */
export interface S3State {
  buckets: BucketStore;
  objects: ObjectStore;
  uploads: UploadStore;
  files: ObjectFiles;
  events: ObjectEvents;
  region: string;
  now(): number;
  transaction: Transaction;
}

/** One request, its path taken apart. */
export interface S3Request {
  call: Call;
  bucket: Bucket;
  /** Empty for an operation on the bucket. */
  key: string;
  query: URLSearchParams;
}

export type Operation = (state: S3State, request: S3Request) => Promise<void> | void;

export const causeOf = ({ requestId, request }: Call): Cause => ({
  requestId,
  sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
});

export function answerXml(response: ServerResponse, root: string, content: XmlContent, status = 200): void {
  const body = xmlDocument(root, content);
  response.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

export function answerEmpty(
  response: ServerResponse,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { ...headers, ...(status !== 204 && { 'content-length': '0' }) });
  response.end();
}

export const quoted = (etag: string): string => `"${etag}"`;

/** Header of the version that was written or read; none where the bucket never had versioning. */
export const versionHeader = (bucket: Bucket, versionId: string): Record<string, string> =>
  bucket.versioning === undefined && versionId === 'null' ? {} : { 'x-amz-version-id': versionId };
