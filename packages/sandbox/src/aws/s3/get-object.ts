import { createReadStream } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import type { AwsError } from '../../core/aws-error.ts';
import { type AnswerHeaders, emptyBody, type HttpAnswer } from '../../core/http-answer.ts';
import type { Principal } from '../../core/principal.ts';
import { absence } from './absence.ts';
import type { Bucket } from './bucket-store.ts';
import type { ObjectVersion } from './object-store.ts';
import { emptyAnswer, type Operation, quoted, type S3State, versionHeader } from './operation.ts';
import { s3Error } from './s3-error.ts';

/** Query parameters by which a signed request sets headers of its answer. */
const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** GetObject and HeadObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: Operation = (state, { call, bucket, key, query }) => {
  const { request } = call;
  const version = findVersion(state, call.caller, bucket, key, query.get('versionId'));
  const changed: Record<string, string> = {};
  for (const name of overrides) {
    const value = query.get(`response-${name}`);
    if (value !== null) changed[name] = value;
  }
  const part = partOf(state, request.headers, version, query.get('partNumber'));
  const checksums = part && part.count > 0 ? part.checksums : version.checksums;
  const withChecksums =
    request.headers['x-amz-checksum-mode'] === 'ENABLED' && request.headers.range === undefined;
  const more = { ...versionHeader(bucket, version.versionId), ...changed };
  return objectAnswer(state, request, version, more, {
    ...(part && { range: part.range }),
    ofBody: {
      ...(withChecksums && checksums),
      ...(withChecksums && Object.keys(checksums).length > 0 && { 'x-amz-checksum-type': typeOf(version) }),
      ...(part && part.count > 0 && { 'x-amz-mp-parts-count': String(part.count) }),
    },
  });
};

/** A checksum over those of the parts ends with their number. */
const typeOf = ({ checksums }: ObjectVersion): string =>
  /-\d+$/.test(Object.values(checksums)[0] ?? '') ? 'COMPOSITE' : 'FULL_OBJECT';

/** The part that `partNumber` asks for; of an object that was written whole, the only one. @throws AwsError `InvalidPartNumber` */
function partOf(
  state: S3State,
  headers: IncomingHttpHeaders,
  version: ObjectVersion,
  asked: string | null,
): { range: ByteRange; count: number; checksums: Record<string, string> } | undefined {
  if (asked === null) return undefined;
  if (headers.range !== undefined)
    throw s3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  const number = Number(asked);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    throw s3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  const parts = state.objects.partsOf(version);
  const part =
    parts[number - 1] ?? (number === 1 ? { sizeBytes: version.sizeBytes, checksums: {} } : undefined);
  if (!part) {
    const ActualPartCount = Math.max(parts.length, 1);
    throw s3Error('InvalidPartNumber', undefined, { PartNumberRequested: number, ActualPartCount });
  }
  const start = parts.slice(0, number - 1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const range = { start, end: start + part.sizeBytes - 1 };
  return { range, count: parts.length, checksums: part.checksums };
}

/** @throws AwsError `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed`; `AccessDenied` to a caller who is not to know */
export function findVersion(
  state: S3State,
  caller: Principal,
  bucket: Bucket,
  key: string,
  versionId: string | null,
): ObjectVersion {
  const version =
    versionId === null
      ? state.objects.current(bucket.name, key)
      : state.objects.version(bucket.name, key, versionId);
  const absent = (error: AwsError): AwsError => absence(state, caller, { bucket: bucket.name, key }, error);
  if (!version && versionId !== null)
    throw absent(s3Error('NoSuchVersion', undefined, { Key: key, VersionId: versionId }));
  const headers: AnswerHeaders = version?.isDeleteMarker
    ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version.versionId }
    : {};
  if (version?.isDeleteMarker && versionId !== null) {
    const details = { Method: 'GET', ResourceType: 'DeleteMarker' };
    throw s3Error('MethodNotAllowed', undefined, details, { ...headers, allow: 'DELETE' });
  }
  if (!version || version.isDeleteMarker)
    throw absent(s3Error('NoSuchKey', undefined, { Key: key }, headers));
  return version;
}

/**
 * An object, or a part of it, with its range and conditional headers honoured.
 * @param more headers beside those kept with the object
 * @param body what of it is sent, a range of the request's unless told, and headers that speak of the bytes
 */
export function objectAnswer(
  state: S3State,
  request: { method?: string | undefined; headers: IncomingHttpHeaders },
  version: ObjectVersion,
  more: Record<string, string>,
  { range: given, ofBody = {} }: { range?: ByteRange; ofBody?: Record<string, string> } = {},
): HttpAnswer {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    'accept-ranges': 'bytes',
    etag: quoted(version.etag),
    'last-modified': new Date(version.lastModifiedMs).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    ...(Object.keys(version.tags).length > 0 && {
      'x-amz-tagging-count': String(Object.keys(version.tags).length),
    }),
    ...version.headers,
    ...more,
  };
  if (notModified(request.headers, version)) return emptyAnswer(304, headers);

  const range = given ?? parseRange(request.headers.range, version.sizeBytes);
  const { start, end } = range ?? { start: 0, end: version.sizeBytes - 1 };
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...ofBody,
      'content-length': String(end - start + 1),
      ...(range && { 'content-range': `bytes ${start}-${end}/${version.sizeBytes}` }),
    },
    body:
      request.method === 'HEAD' || version.sizeBytes === 0
        ? emptyBody
        : () => createReadStream(state.files.path(version.file), { start, end, highWaterMark: 256 * 1024 }),
  };
}

/** @returns whether the client has this version already. @throws AwsError `PreconditionFailed` */
function notModified(headers: IncomingHttpHeaders, version: ObjectVersion): boolean {
  const lists = (value: string): boolean =>
    value === '*' ||
    value.split(',').some((one) => one.trim().replace(/^W\//, '').replaceAll('"', '') === version.etag);
  const since = (value: string): number => {
    const time = Date.parse(value);
    return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  };
  const modifiedMs = Math.floor(version.lastModifiedMs / 1000) * 1000;

  if (headers['if-match'] !== undefined) {
    if (!lists(headers['if-match']))
      throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  } else if (
    headers['if-unmodified-since'] !== undefined &&
    modifiedMs > since(headers['if-unmodified-since'])
  ) {
    throw s3Error('PreconditionFailed', undefined, { Condition: 'If-Unmodified-Since' });
  }
  if (headers['if-none-match'] !== undefined) return lists(headers['if-none-match']);
  return headers['if-modified-since'] !== undefined && modifiedMs <= since(headers['if-modified-since']);
}

interface ByteRange {
  start: number;
  end: number;
}

/** One range; several, or one that is malformed, are answered with the whole object, as S3 does. */
function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const last = sizeBytes - 1;
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? last : Math.min(Number(to), last);
  if (from !== '' && to !== '' && Number(to) < start) return undefined;
  if (start > last || (from === '' && Number(to) === 0)) {
    throw s3Error('InvalidRange', undefined, { RangeRequested: header, ActualObjectSize: sizeBytes });
  }
  return { start, end };
}
