import { noise } from './noise.ts';

/**
 * https://developers.google.com/speed/webp/docs/riff_container
 *
 * Decoders take no WebP whose end is missing. What is there is kept, and the chunk of the picture that was cut gets bytes
 * behind its end, and a length that counts them: more than it promised, since a decoder that reads other data than the
 * picture's may need more of them, and fails where it finds none.
 */

const headerBytes = 12;
const chunkHeadBytes = 8;
const lossyHeadBytes = 10;
/** Of the flags in VP8X: what stands behind the picture, and is gone. */
const behindThePicture = 0x04 | 0x08;

interface Chunk {
  name: string;
  /** With its head; what there is of it. */
  bytes: Buffer;
  isCut: boolean;
}

/** What is read where the picture's data are missing. */
export interface Filler {
  first: Uint8Array;
  /** Again and again behind that. */
  rest: number;
}

/**
 * Zeros are read of least; what is lossless may copy beyond its end by them, and not by others. Readings by two of these differ
 * where the data are missing.
 */
export function* fillers(): Iterable<Filler> {
  yield { first: new Uint8Array(), rest: 0 };
  yield { first: noise(512), rest: 0 };
  for (const rest of [0xff, 0x55, 0xaa, 0x33, 0xcc, 0x0f]) yield { first: new Uint8Array(), rest };
}

/**
 * A file that can be read as far as its picture goes.
 * @param filler what stands behind the cut
 * @returns nothing when no part of a picture is there, when no end is missing, or when the whole would be too long
 */
export function completedWebp(file: Uint8Array, filler: Filler, maxBytes: number): Buffer | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < headerBytes + chunkHeadBytes) return undefined;
  const promised = bytes.readUInt32LE(4) + 8;
  if (promised <= bytes.length || promised > maxBytes) return undefined;
  const chunks = chunksOf(bytes.subarray(headerBytes));
  const last = chunks.at(-1);
  if (last?.isCut) {
    chunks.pop();
    const completed = completedChunk(last, filler, maxBytes);
    if (completed) chunks.push(completed);
  }
  if (!chunks.some(({ name }) => isPicture(name) || name === 'ANMF')) return undefined;
  const body = Buffer.concat(chunks.map((chunk) => withoutFlags(chunk)));
  if (body.length + headerBytes > maxBytes) return undefined;
  const header = Buffer.from(bytes.subarray(0, headerBytes));
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

const isPicture = (name: string): boolean => name === 'VP8 ' || name === 'VP8L';

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at + chunkHeadBytes <= bytes.length; ) {
    const end = at + chunkHeadBytes + bytes.readUInt32LE(at + 4);
    const padded = end + (end % 2);
    const name = bytes.toString('latin1', at, at + 4);
    // A byte that only evens the length may be missing.
    const own = bytes.subarray(at, padded);
    const isCut = bytes.length < end;
    chunks.push({ name, isCut, bytes: isCut || bytes.length >= padded ? own : evened(own) });
    at = padded;
  }
  return chunks;
}

const evened = (bytes: Buffer): Buffer =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);

/** A chunk of the picture, filled up; nothing for any other, frames of an animation included. */
function completedChunk({ name, bytes }: Chunk, filler: Filler, maxBytes: number): Chunk | undefined {
  const content = bytes.subarray(chunkHeadBytes);
  const size = sizeOf(name, content);
  if (!size) return undefined;
  const room = maxBytes - bytes.length - headerBytes - 1024;
  const wanted = filler.first.length + bytesOfNothing(name, size);
  const more = Buffer.alloc(Math.max(0, Math.min(room, wanted)), filler.rest);
  more.set(filler.first.subarray(0, more.length));
  const completed = evened(Buffer.concat([bytes, more]));
  completed.writeUInt32LE(completed.length - chunkHeadBytes, 4);
  return { name, isCut: false, bytes: completed };
}

/** The most that zeros are read of for a picture: 25 blocks in each 16 × 16 px, or four numbers of a pixel. */
const bytesOfNothing = (
  name: string,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): number =>
  name === 'VP8 ' ? Math.ceil(widthPx / 16) * Math.ceil(heightPx / 16) * 32 : widthPx * heightPx * 4;

/** Nothing for what is no picture, or has none of it: lossy ones begin with how each block was predicted. */
function sizeOf(name: string, content: Buffer): { widthPx: number; heightPx: number } | undefined {
  if (!isPicture(name) || content.length < lossyHeadBytes) return undefined;
  if (name === 'VP8L') {
    const bits = content.readUInt32LE(1);
    return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 };
  }
  const predictionBytes = content.readUIntLE(0, 3) >>> 5;
  if (content.length <= lossyHeadBytes + predictionBytes) return undefined;
  return { widthPx: content.readUInt16LE(6) & 0x3fff, heightPx: content.readUInt16LE(8) & 0x3fff };
}

function withoutFlags({ name, bytes }: Chunk): Buffer {
  if (name !== 'VP8X') return bytes;
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(chunkHeadBytes) & ~behindThePicture, chunkHeadBytes);
  return changed;
}
