import type { PictureKind } from '@shutterbus/contracts/uploads/kind-of-file';
import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import { completedPng } from '../damage/completed-png.ts';
import { completedWebp, fillers } from '../damage/completed-webp.ts';
import { missingGifShare } from '../damage/gif-pixels.ts';
import { endsInScan, withOtherData } from '../damage/jpeg-end.ts';
import { noise } from '../damage/noise.ts';
import { guardedSharp as sharp } from './guarded-sharp.ts';

export interface Readable {
  /** The file itself, or one that a decoder takes for whole. */
  file: Uint8Array;
  /** Of the picture's area. */
  missingShare: number;
}

/** How a file that strict decoding has refused can be shown all the same, and how much of its picture it lacks. */
export async function readDamaged(file: Uint8Array, kind: PictureKind): Promise<Readable | undefined> {
  if (kind === 'png' || kind === 'apng') return completedPng(file);
  if (kind === 'gif') return { file, missingShare: missingGifShare(file) };
  // What is broken within is shown by no decoder as it was; only an end that is missing leaves the rest whole.
  if (kind === 'jpeg' && endsInScan(file)) return readDamagedJpeg(file);
  return kind === 'webp' ? readDamagedWebp(file) : undefined;
}

async function readDamagedJpeg(file: Uint8Array): Promise<Readable> {
  const [a, b] = await Promise.all([file, withOtherData(file, noise(32_768))].map(small));
  return { file, missingShare: a && b ? shareThatDiffers(a, b) : 1 };
}

/** The first two ways to fill it up that can be read; by one alone nobody could say what is missing. */
async function readDamagedWebp(file: Uint8Array): Promise<Readable | undefined> {
  let found: { completed: Buffer; reading: SmallReading } | undefined;
  for (const filler of fillers()) {
    const completed = completedWebp(file, filler, maxUploadBytes);
    if (!completed) return undefined;
    const reading = await small(completed);
    if (found && reading)
      return { file: found.completed, missingShare: shareThatDiffers(found.reading, reading) };
    if (reading) found = { completed, reading };
  }
  return undefined;
}

/** Levels of 256: what another rounding may change, and damage does at once. */
const visible = 24;

/**
 * The share of a picture that depends on what follows the file's end, in rows: two readings, with different data behind
 * it, are alike as far as the file goes. Both at an eighth, so that a progressive JPEG counts as there once its first
 * scan is.
 */
function shareThatDiffers(a: SmallReading, b: SmallReading): number {
  if (a.data.length !== b.data.length) return 1;
  const first = a.data.findIndex((value, at) => Math.abs(value - (b.data[at] ?? 0)) > visible);
  if (first < 0) return 0;
  const rows = a.data.length / a.rowBytes;
  return 1 - Math.floor(first / a.rowBytes) / rows;
}

interface SmallReading {
  data: Buffer;
  rowBytes: number;
}

/** Not turned: rows as they are stored. Less than an eighth is what lets the decoder itself reduce it to that. */
async function small(file: Uint8Array): Promise<SmallReading | undefined> {
  try {
    const settings = { limitInputPixels: false, failOn: 'none' } as const;
    const { width } = await sharp(file, settings).metadata();
    const reduced = sharp(file, settings).resize(Math.max(1, Math.floor(width / 9)), undefined, {
      kernel: 'nearest',
    });
    const { data, info } = await reduced.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    return { data, rowBytes: info.width * info.channels };
  } catch {
    return undefined;
  }
}
