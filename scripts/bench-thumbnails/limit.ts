import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { planRenditions } from '../../services/thumbnails/src/renditions.ts';
import { cacheFolder, onOneCore, output } from './run-worker.ts';

export interface Limit {
  /** Processor time of the decode and of the encodes, of each round. */
  decodeMs: number[];
  encodeMs: number[];
  scale: string;
  peakMb: number;
}

const program = path.join(cacheFolder, 'limit');

/** @returns why there is no program to compare with, or nothing when there is */
export function compileLimit(): string | undefined {
  mkdirSync(cacheFolder, { recursive: true });
  const source = path.join(import.meta.dirname, 'limit.c');
  try {
    output(['cc', '-O2', '-o', program, source, '-lturbojpeg', '-lwebp']);
    return undefined;
  } catch {
    return 'The limit is not measured: its program needs cc and the packages libturbojpeg0-dev and libwebp-dev.';
  }
}

/** Decodes the photo, and encodes pictures of the sizes of its whole renditions. */
export async function runLimit(photo: string, rounds: number, effort: number): Promise<Limit> {
  const { width, height } = await sharp(photo).metadata();
  const plan = planRenditions({ widthPx: width, heightPx: height });
  const pictures: string[] = [];
  for (const { widthPx, heightPx } of plan) {
    const file = path.join(cacheFolder, `${widthPx}x${heightPx}.rgb`);
    const pixels = await sharp(photo).resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
    writeFileSync(file, pixels);
    pictures.push(`${widthPx}x${heightPx}:${file}`);
  }
  const quality = Math.round(plan.reduce((sum, one) => sum + one.quality, 0) / plan.length);
  const command = [program, String(rounds), String(quality), String(effort), photo, ...pictures];
  const lines = output(onOneCore(command)).trim().split('\n');
  const [scale = '', kilobytes] = lines.pop()?.split(' ') ?? [];
  const times = lines.map((line) => line.split(' ').map(Number));
  return {
    decodeMs: times.map(([decode = 0]) => decode),
    encodeMs: times.map(([, encode = 0]) => encode),
    scale,
    peakMb: Number(kilobytes) / 1024,
  };
}
