import { createInflate } from 'node:zlib';
import { pngChunks } from '../formats/png-chunks.ts';

/** Samples of a pixel by colour type. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The seven passes of an interlaced file: first column and row, and the distances to the next. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The share of a PNG's rows for which the file has no data: they are inflated as far as they go, and counted. */
export async function missingPngShare(file: Uint8Array): Promise<number> {
  const chunks = [...pngChunks(file)];
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!head || head.length < 13) return 1;
  const wanted = rowBytes(head);
  const has = await inflatedBytes(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  return Math.max(0, 1 - has / wanted);
}

function rowBytes(head: Buffer): number {
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const bitsOfPixel = head.readUInt8(8) * (samples[head.readUInt8(9)] ?? 1);
  const bytesOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bitsOfPixel) / 8));
  if (head.readUInt8(12) === 0) return bytesOf(width, height);
  return adam7
    .map(([left, top, right, down]) =>
      bytesOf(Math.ceil((width - left) / right), Math.ceil((height - top) / down)),
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Of a stream that may end or break anywhere. */
async function inflatedBytes(parts: Buffer[]): Promise<number> {
  const inflate = createInflate();
  let bytes = 0;
  const ended = new Promise<void>((resolve) => {
    inflate.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    inflate.once('end', resolve).once('error', () => resolve());
  });
  for (const part of parts) inflate.write(part);
  inflate.end();
  await ended;
  return bytes;
}
