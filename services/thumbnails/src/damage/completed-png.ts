import { once } from 'node:events';
import { constants, createDeflate, createInflate } from 'node:zlib';
import { pngChunk, pngChunks, pngSignature } from '../formats/png-chunks.ts';
import { pngRowBytes } from '../formats/png-rows.ts';

/**
 * A PNG whose data end or break somewhere, with all that can be inflated of them, and black rows for the rest. Its
 * checksums are right.
 * @returns nothing for what has no header
 */
export async function completedPng(
  file: Uint8Array,
): Promise<{ file: Buffer; missingShare: number } | undefined> {
  const chunks = [...pngChunks(file)];
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!head || head.length < 13) return undefined;
  const wanted = pngRowBytes({
    widthPx: head.readUInt32BE(0),
    heightPx: head.readUInt32BE(4),
    bitDepth: head.readUInt8(8),
    colourType: head.readUInt8(9),
    interlaced: head.readUInt8(12) === 1,
  });
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const { inflatedBytes, data } = await completed(parts, wanted);
  const before = chunks.slice(
    0,
    chunks.findIndex(({ type }) => type === 'IDAT'),
  );
  const whole = [...before, { type: 'IDAT', data }, { type: 'IEND', data: new Uint8Array() }];
  return {
    file: Buffer.concat([pngSignature, ...whole.map((each) => pngChunk(each.type, each.data))]),
    missingShare: Math.max(0, 1 - inflatedBytes / wanted),
  };
}

/** Of a stream that may end or break anywhere; in pieces, since all of it at once may be hundreds of megabytes. */
async function completed(parts: Buffer[], wanted: number): Promise<{ inflatedBytes: number; data: Buffer }> {
  const [inflate, deflate] = [
    createInflate({ finishFlush: constants.Z_SYNC_FLUSH }),
    createDeflate({ level: 1 }),
  ];
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = once(deflate, 'end');
  let bytes = 0;
  const write = async (piece: Uint8Array): Promise<void> => {
    const kept = piece.subarray(0, wanted - bytes);
    bytes += kept.length;
    if (!deflate.write(kept)) await once(deflate, 'drain');
  };
  for (const part of parts) inflate.write(part);
  inflate.end();
  // An end that comes too soon is no error to it; what breaks within ends here, with what came before.
  try {
    for await (const piece of inflate) await write(piece);
  } catch {}
  const inflatedBytes = bytes;
  const black = Buffer.alloc(1 << 16);
  while (bytes < wanted) await write(black);
  deflate.end();
  await ended;
  return { inflatedBytes, data: Buffer.concat(pieces) };
}
