import { Transform, type TransformCallback } from 'node:stream';
import { s3Error } from './s3-error.ts';

/** A chunk's size line is some 100 characters with its signature; more means that the framing is not there. */
const lineLimit = 4096;

/**
 * Takes the framing of `aws-chunked` away (`<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<trailers>\r\n`) and
 * collects the trailers, lower case. Signatures of single chunks are not checked: the checksum trailer is.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class AwsChunkedDecoder extends Transform {
  readonly trailers: Record<string, string> = {};
  #rest: Buffer = Buffer.alloc(0);
  #state: 'size' | 'bytes' | 'end of bytes' | 'trailers' = 'size';
  #left = 0;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state === 'trailers') this.#trailer(this.#rest.toString('latin1'));
    done(this.#state === 'trailers' ? null : s3Error('IncompleteBody'));
  }

  /** @returns whether there may be more to do with what has come */
  #step(): boolean {
    if (this.#state === 'bytes') {
      if (this.#rest.length === 0) return false;
      const part = this.#rest.subarray(0, this.#left);
      this.#rest = this.#rest.subarray(part.length);
      this.#left -= part.length;
      this.push(part);
      if (this.#left === 0) this.#state = 'end of bytes';
      return true;
    }
    const end = this.#rest.indexOf('\r\n');
    if (end < 0) {
      if (this.#rest.length > lineLimit)
        throw s3Error('InvalidRequest', 'The aws-chunked body is malformed.');
      return false;
    }
    const line = this.#rest.toString('latin1', 0, end);
    this.#rest = this.#rest.subarray(end + 2);
    if (this.#state === 'end of bytes') this.#state = 'size';
    else if (this.#state === 'trailers') this.#trailer(line);
    else {
      const size = /^([0-9a-f]+)(;|$)/i.exec(line)?.[1];
      if (size === undefined) throw s3Error('InvalidRequest', 'The aws-chunked body is malformed.');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailers' : 'bytes';
    }
    return true;
  }

  #trailer(line: string): void {
    const colon = line.indexOf(':');
    if (colon > 0) this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}
