import type { PictureNotes, Rejection } from '@shutterbus/contracts/fields';
import {
  isPicture,
  kindOfFile,
  type PictureKind,
  startBytes,
  typeOf,
} from '@shutterbus/contracts/uploads/kind-of-file';
import { tooManyPixels } from '@shutterbus/contracts/uploads/limits';
import { refusalOf } from '@shutterbus/contracts/uploads/refusals';
import type { Coding } from '@shutterbus/contracts/uploads/stored-picture';
import type { Metadata } from 'sharp';
import { isCutGif } from '../damage/gif-end.ts';
import { UnusablePictureError } from '../errors.ts';
import { coloursOf } from '../formats/colour-numbers.ts';
import { type HeifColour, type HeifFile, readHeif } from '../formats/heif-file.ts';
import { matrixProfile } from '../formats/matrix-profile.ts';
import { pngFrames, pngHead } from '../formats/png-chunks.ts';
import { pngProfile } from '../formats/png-colour.ts';
import type { Size } from '../renditions.ts';
import { readDamaged } from './damaged-files.ts';
import { guardedSharp as sharp } from './guarded-sharp.ts';
import { decodeHeif } from './heif-decoder.ts';
import { inProfile } from './in-profile.ts';
import { type Animation, decode, free, type Pixels, type Reading, stepDown } from './sharp-pixels.ts';

/** A file whose header has been read and found within the limits. */
export interface OpenedOriginal {
  contentType: string;
  upright: Size;
  exif: Uint8Array | undefined;
  /** Stored without loss, as drawings and screenshots are. */
  isGraphic: boolean;
  notes: PictureNotes;
  /** @throws UnusablePictureError; notes what is missing */
  read(size: Size): Promise<Pixels>;
}

/** The line: of a picture of which more is missing, nothing is shown. Decision 0022. */
const mostMissing = 1 / 3;

/**
 * Opens a file as what its first bytes say it is.
 * @throws UnusablePictureError
 */
export async function openOriginal(file: Uint8Array): Promise<OpenedOriginal> {
  const kind = kindOfFile(file.subarray(0, startBytes));
  if (!isPicture(kind)) throw new UnusablePictureError(refusalOf(kind));
  if (!isHeif(kind)) return openWithSharp(file, kind);
  const heif = readHeif(file);
  if (!heif) return refuse(damaged);
  const coding = codingOfHeif(heif);
  within(coding, heif.largestPx);
  within(coding, heif.partsPx / 2);
  if (!heif.isWhole) refuse('The file is cut off: a part of the picture is missing from it.');
  return heif.codec === 'hevc' ? openHeic(file, heif) : openWithSharp(file, kind, heif);
}

const isHeif = (kind: PictureKind): boolean => kind === 'avif' || kind === 'heic' || kind === 'heif';

function codingOfHeif({ codec, bitDepth }: HeifFile): Coding {
  if (codec === 'hevc') return 'heic';
  return bitDepth > 8 ? 'avif-high-depth' : 'avif';
}

/** The library has turned the picture already; what EXIF says of its orientation does not count. */
async function openHeic(file: Uint8Array, { colour, exif }: HeifFile): Promise<OpenedOriginal> {
  const { data, widthPx, heightPx, channels } = await readable(() => decodeHeif(file));
  const whole: Pixels = {
    data: Buffer.from(data.buffer),
    raw: { width: widthPx, height: heightPx, channels },
    ...{ widthPx, heightPx, animation: undefined },
  };
  return {
    contentType: 'image/heic',
    upright: { widthPx, heightPx },
    exif,
    isGraphic: false,
    notes: {},
    async read(size) {
      const pixels = await stepDown(whole, size);
      free(whole);
      const profile = profileOf(colour);
      return profile ? inProfile(pixels, profile).catch(() => pixels) : pixels;
    },
  };
}

function profileOf({ icc, nclx }: HeifColour): Uint8Array | undefined {
  if (icc) return icc;
  const colours = nclx && coloursOf(nclx);
  return colours && matrixProfile(colours.primaries, colours.curve);
}

async function openWithSharp(file: Uint8Array, kind: PictureKind, heif?: HeifFile): Promise<OpenedOriginal> {
  let source = file;
  const metadata = await headerOf(file).catch(async () => {
    // A WebP that is cut has no header that could be read before it is as long as it says.
    source = (kind === 'webp' && (await readDamaged(file, kind))?.file) || refuse(damaged);
    return readable(() => headerOf(source));
  });
  const { width, height } = metadata;
  within(heif ? codingOfHeif(heif) : codingOf(kind, metadata), width * height);
  const png = kind === 'png' || kind === 'apng' ? pngHead(file) : undefined;
  const animation = animationOf(metadata);
  const frames = Math.max(metadata.pages ?? 1, png ? pngFrames(png) : 1);
  const notes: PictureNotes = {};
  if (frames > 1 && !animation) notes.motionDropped = { frames };
  if (heif?.moves) notes.motionDropped = {};
  // How many frames it had, nobody can say.
  if (kind === 'gif' && isCutGif(file)) notes.damaged = {};
  const reading: Reading = {
    orientation: heif ? 1 : metadata.orientation,
    animation,
    colours: coloursOfFile(metadata, png, heif),
  };
  return {
    contentType: heif ? 'image/avif' : typeOf(kind),
    upright: { widthPx: metadata.autoOrient.width, heightPx: metadata.autoOrient.height },
    exif: metadata.exif ?? heif?.exif,
    isGraphic: png !== undefined || kind === 'gif' || isLossless(file),
    notes,
    async read(size) {
      try {
        return await decode(file, size, reading);
      } catch (error) {
        const found = await readDamaged(file, kind);
        if (!found || found.missingShare >= 1) return refuse(damaged, error);
        if (found.missingShare > mostMissing)
          refuse('The file is damaged: more than a third of the picture is missing from it.');
        // Of what moved there may have been more.
        notes.damaged = animation ? {} : { missingShare: Math.round(found.missingShare * 1000) / 1000 };
        return readable(() => decode(found.file, size, { ...reading, despiteDamage: true }));
      }
    },
  };
}

const headerOf = (file: Uint8Array): Promise<Metadata> =>
  sharp(file, { limitInputPixels: false, failOn: 'none' }).metadata();

function codingOf(kind: PictureKind, { isProgressive, bitsPerSample = 8 }: Metadata): Coding {
  if (kind === 'jpeg') return isProgressive ? 'jpeg-progressive' : 'jpeg-baseline';
  if (kind === 'webp' || kind === 'gif') return kind;
  if (isProgressive) return 'png-interlaced';
  return bitsPerSample > 8 ? 'png-16-bit' : 'png';
}

function coloursOfFile(
  { space, icc }: Metadata,
  png: Map<string, Buffer> | undefined,
  heif: HeifFile | undefined,
): Reading['colours'] {
  if (space === 'cmyk' && !icc) return 'cmyk';
  if (png) return pngProfile(png);
  return heif && !icc ? profileOf(heif.colour) : undefined;
}

/** WebP's chunk of that kind stands near the beginning, behind at most a profile and transparency. */
const isLossless = (file: Uint8Array): boolean =>
  Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, 4096)).includes('VP8L', 0, 'latin1');

/**
 * What an animation may have and keep moving, so that memory and time stay within those of a photo: pixels of all its
 * frames together, each of which counts for some of its own. `npm run bench:decoders` has what they take.
 */
const animationBudget = { pixels: 50e6, leastOfFrame: 10_000 };

/** The library turns no animation, so one that is to be turned shows its first frame. */
function animationOf({
  pages = 1,
  width,
  height,
  delay,
  loop,
  orientation = 1,
}: Metadata): Animation | undefined {
  const pixels = pages * Math.max(width * height, animationBudget.leastOfFrame);
  if (pages === 1 || pixels > animationBudget.pixels || orientation !== 1) return undefined;
  // What the encoder takes; a damaged file may say more.
  const bounded = (value: number): number => Math.max(0, Math.min(value, 65_535));
  return { frames: pages, delaysMs: (delay ?? []).map(bounded), loop: bounded(loop ?? 0) };
}

function within(coding: Coding, pixels: number): void {
  const rejection = tooManyPixels({ widthPx: pixels, heightPx: 1, coding });
  if (rejection) throw new UnusablePictureError(rejection);
}

/** Whatever a library cannot read it will not be able to read tomorrow either. */
async function readable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    return refuse(damaged, error);
  }
}

const damaged = 'The file is damaged, and no part of the picture can be shown.';

function refuse(message: string, cause?: unknown): never {
  const reason: Rejection = { code: 'unreadable', message };
  throw new UnusablePictureError(reason, { cause });
}
