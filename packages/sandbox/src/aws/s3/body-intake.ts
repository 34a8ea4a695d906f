import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import { checksums, type RunningChecksum } from './checksum.ts';
import type { ObjectFiles } from './object-files.ts';
import { s3Error } from './s3-error.ts';

export interface TakenBody {
  file: string;
  sizeBytes: number;
  /** Hex MD5. */
  etag: string;
  /** The `x-amz-checksum-…` that the client gave, verified. */
  checksums: Record<string, string>;
}

/** What a client says about its body; a claim that does not hold refuses the upload. */
export interface BodyClaims {
  /** base64 */
  contentMd5?: string;
  /** Hex; signed clients over plain HTTP send it. */
  contentSha256?: string;
  /** `x-amz-checksum-…` headers or form fields. */
  checksums: Record<string, string>;
  /** Names of checksums that follow in the trailer. */
  trailers: string[];
  /** Name of a checksum that is made whether or not the client gives it. */
  also?: string;
}

/** @throws AwsError `InvalidRequest` for a checksum that cannot be one */
export function claimsOf(headers: IncomingMessage['headers']): BodyClaims {
  for (const name of Object.keys(checksums)) {
    const value = headers[name];
    if (typeof value === 'string' && !isChecksum(name, value))
      throw s3Error('InvalidRequest', `Value for ${name} header is invalid.`);
  }
  const sha256 = headers['x-amz-content-sha256'];
  const md5 = headers['content-md5'];
  return {
    ...(typeof md5 === 'string' && { contentMd5: md5 }),
    ...(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) && { contentSha256: sha256 }),
    checksums: Object.fromEntries(
      Object.keys(checksums).flatMap((name) =>
        typeof headers[name] === 'string' ? [[name, headers[name]]] : [],
      ),
    ),
    trailers: String(headers['x-amz-trailer'] ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name in checksums),
  };
}

/**
 * Streams a request's body into a new file while it is hashed; no more than a chunk of it is in memory.
 * The file is removed when anything is wrong.
 * @param also a checksum that is made although the client gave none
 * @throws AwsError `BadDigest`, `IncompleteBody`, `InvalidDigest`, `XAmzContentSHA256Mismatch`
 */
export async function takeBody(
  request: IncomingMessage,
  files: ObjectFiles,
  also?: string,
): Promise<TakenBody> {
  const framed =
    String(request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-') ||
    String(request.headers['content-encoding'] ?? '').includes('aws-chunked');
  const decoder = framed ? new AwsChunkedDecoder() : undefined;
  const promised = request.headers[framed ? 'x-amz-decoded-content-length' : 'content-length'];
  const claims = claimsOf(request.headers);
  return takeStream(
    request,
    decoder,
    { ...claims, ...(also !== undefined && { also }) },
    files,
    (sizeBytes) => {
      if (promised !== undefined && Number(promised) !== sizeBytes) throw s3Error('IncompleteBody');
    },
  );
}

/** Bytes that each algorithm gives, in base64. */
const isChecksum = (name: string, value: string): boolean => {
  const digest = checksums[name]?.().digest() ?? '';
  return value.length === digest.length && /^[A-Za-z0-9+/]+=*$/.test(value);
};

/** @param check called with the size at the end; throws to refuse the body */
export async function takeStream(
  source: Readable,
  decoder: AwsChunkedDecoder | undefined,
  claims: BodyClaims,
  files: ObjectFiles,
  check: (sizeBytes: number) => void,
): Promise<TakenBody> {
  const file = files.newName();
  const md5 = createHash('md5');
  const sha256 = claims.contentSha256 === undefined ? undefined : createHash('sha256');
  const running = new Map<string, RunningChecksum>();
  const { also } = claims;
  for (const name of [...Object.keys(claims.checksums), ...claims.trailers, ...(also ? [also] : [])]) {
    const make = checksums[name];
    if (make) running.set(name, make());
  }
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      md5.update(chunk);
      sha256?.update(chunk);
      for (const checksum of running.values()) checksum.update(chunk);
      done(null, chunk);
    },
  });
  const target = createWriteStream(files.path(file), { flags: 'wx', highWaterMark: 1024 * 1024 });
  try {
    await (decoder ? pipeline(source, decoder, meter, target) : pipeline(source, meter, target));
    check(sizeBytes);
    const digest = md5.digest();
    if (claims.contentMd5 !== undefined) {
      if (Buffer.from(claims.contentMd5, 'base64').length !== 16) throw s3Error('InvalidDigest');
      if (digest.toString('base64') !== claims.contentMd5) throw s3Error('BadDigest');
    }
    if (sha256 && sha256.digest('hex') !== claims.contentSha256) throw s3Error('XAmzContentSHA256Mismatch');
    const verified: Record<string, string> = {};
    for (const [name, checksum] of running) {
      const value = checksum.digest();
      const isClaimed = name in claims.checksums || claims.trailers.includes(name);
      if (isClaimed && (claims.checksums[name] ?? decoder?.trailers[name]) !== value) {
        const algorithm = name.replace('x-amz-checksum-', '').toUpperCase();
        throw s3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
      }
      verified[name] = value;
    }
    return { file, sizeBytes, etag: digest.toString('hex'), checksums: verified };
  } catch (error) {
    files.remove(file);
    throw error;
  }
}
