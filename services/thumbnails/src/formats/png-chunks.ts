import { crc32 } from 'node:zlib';

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngChunk {
  type: string;
  /** As much of it as the file has. */
  data: Buffer;
}

/** The chunks of a PNG file, up to where it ends or is cut. Checksums are not looked at. */
export function* pngChunks(file: Uint8Array): Generator<PngChunk> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 8; at + 8 <= bytes.length; ) {
    const start = at + 8;
    const end = start + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, start);
    yield { type, data: bytes.subarray(start, end) };
    if (type === 'IEND') return;
    at = end + 4;
  }
}

/** Those that stand before the picture's data. */
export function pngHead(file: Uint8Array): Map<string, Buffer> {
  const head = new Map<string, Buffer>();
  for (const { type, data } of pngChunks(file)) {
    if (type === 'IDAT') break;
    head.set(type, data);
  }
  return head;
}

/** How many frames an animated PNG says it has; 1 for every other. */
export function pngFrames(head: Map<string, Buffer>): number {
  const control = head.get('acTL');
  return control && control.length >= 8 ? control.readUInt32BE(0) : 1;
}

/** As a file has it: length, type, data, checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}
