import type { Access } from '../../core/access.ts';
import type { Call } from '../../core/edge.ts';
import { type AnswerHeaders, emptyBody, type HttpAnswer } from '../../core/http-answer.ts';
import type { Policy } from '../../core/policy.ts';
import type { Transaction } from '../../core/transaction.ts';
import type { Bucket, BucketStore } from './bucket-store.ts';
import type { ObjectEvents } from './object-events.ts';
import type { ObjectFiles } from './object-files.ts';
import type { ObjectStore } from './object-store.ts';
import type { UploadStore } from './upload-store.ts';
import type { Cause } from './write-cause.ts';
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
  access: Access;
  /** A role's policies: what decides whether it learns that something is not there. */
  policiesOf(roleArn: string): readonly Policy[];
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

export type Operation = (state: S3State, request: S3Request) => Promise<HttpAnswer> | HttpAnswer;

export const causeOf = ({ requestId, request }: Call): Cause => ({
  requestId,
  sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
});

export function xmlAnswer(
  root: string,
  content: XmlContent,
  headers: AnswerHeaders = {},
  status = 200,
): HttpAnswer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: Buffer.from(xmlDocument(root, content)),
  };
}

export const emptyAnswer = (status = 200, headers: AnswerHeaders = {}): HttpAnswer => ({
  status,
  headers,
  body: emptyBody,
});

export const quoted = (etag: string): string => `"${etag}"`;

/** Header of the version that was written or read; none where the bucket never had versioning. */
export const versionHeader = (bucket: Bucket, versionId: string): Record<string, string> =>
  bucket.versioning === undefined && versionId === 'null' ? {} : { 'x-amz-version-id': versionId };
