import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp from 'sharp';
import { planRenditions } from '../../../services/thumbnails/src/renditions.ts';
import { cacheFolder, onOneCore, output } from './run-worker.ts';

/** Whose decoder and encoder do the limit's two jobs: those inside sharp, or those of the system's packages. */
export const libraries = ['shipped', 'system'] as const;
export type Libraries = (typeof libraries)[number];

export interface Limit {
  /** Processor time of the decode and of the encodes, of each round. */
  decodeMs: number[];
  encodeMs: number[];
  scale: string;
  peakMb: number;
}

const program = (which: Libraries): string => path.join(cacheFolder, `limit-${which}`);

/** @returns why there is no program to compare with, or nothing when there is */
export function compileLimit(which: Libraries): string | undefined {
  mkdirSync(cacheFolder, { recursive: true });
  const sources = ['limit.c', `limit-${which}.c`].map((name) => path.join(import.meta.dirname, name));
  try {
    const linked = which === 'system' ? ['-lturbojpeg', '-lwebp'] : shippedLibrary();
    output(['cc', '-O2', '-o', program(which), ...sources, ...linked]);
    return undefined;
  } catch {
    return which === 'system'
      ? 'No limit by the system: it needs cc and the packages libturbojpeg0-dev and libwebp-dev.'
      : 'No limit by the libraries inside sharp: it needs cc, and Linux with glibc.';
  }
}

function shippedLibrary(): string[] {
  const fromSharp = createRequire(createRequire(import.meta.url).resolve('sharp'));
  const file = fromSharp.resolve(`@img/sharp-libvips-linux-${process.arch}/binary`);
  return [file, `-Wl,-rpath,${path.dirname(file)}`];
}

/** Decodes the photo, and encodes pictures of the sizes, qualities and effort of its whole renditions. */
export async function runLimit(which: Libraries, photo: string, rounds: number): Promise<Limit> {
  // From memory: sharp-pictures.ts blocks the reading of files.
  const original = readFileSync(photo);
  const { width, height } = await sharp(original).metadata();
  const pictures: string[] = [];
  for (const { widthPx, heightPx, quality, effort } of planRenditions({ widthPx: width, heightPx: height })) {
    const file = path.join(cacheFolder, `${widthPx}x${heightPx}.rgb`);
    const pixels = await sharp(original).resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
    writeFileSync(file, pixels);
    pictures.push(`${widthPx}x${heightPx}:${quality}:${effort}:${file}`);
  }
  const lines = output(onOneCore([program(which), String(rounds), photo, ...pictures]))
    .trim()
    .split('\n');
  const [scale = '', kilobytes] = lines.pop()?.split(' ') ?? [];
  const times = lines.map((line) => line.split(' ').map(Number));
  return {
    decodeMs: times.map(([decode = 0]) => decode),
    encodeMs: times.map(([, encode = 0]) => encode),
    scale,
    peakMb: Number(kilobytes) / 1024,
  };
}
