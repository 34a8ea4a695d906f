import type { OutputInfo, Raw, Sharp } from 'sharp';
import type { Size } from '../renditions.ts';
import { guardedSharp as sharp } from './guarded-sharp.ts';
import { inProfile } from './in-profile.ts';

export interface Animation {
  frames: number;
  /** How long each frame is shown. */
  delaysMs: number[];
  /** How often it plays; 0 is for ever. */
  loop: number;
}

/** Pixels in memory, ready for the next step down. The frames of an animation stand below one another. */
export interface Pixels extends Size {
  data: Buffer;
  raw: Raw;
  animation: Animation | undefined;
}

export interface Reading {
  /** As EXIF has it. Pixels are turned when they have become few. */
  orientation?: number | undefined;
  animation?: Animation | undefined;
  /** What the numbers mean when the file's own profile is not to say it: another profile, or plain CMYK. */
  colours?: Uint8Array | 'cmyk' | undefined;
  /** Shows what can be read of a damaged file. */
  despiteDamage?: boolean;
}

/** Reads a file at the size asked for: upright, in sRGB, 8 bits a channel. Throws when it is damaged. */
export async function decode(
  file: Uint8Array,
  size: Size,
  { orientation = 1, animation, colours, despiteDamage = false }: Reading,
): Promise<Pixels> {
  // Its size was judged by its header (decoder-limits.ts).
  const source = sharp(file, {
    limitInputPixels: false,
    failOn: despiteDamage ? 'none' : 'error',
    ignoreIcc: colours !== undefined,
    ...(animation && { pages: -1 }),
  });
  const stored = orientation < 5 ? size : { widthPx: size.heightPx, heightPx: size.widthPx };
  const reduced = source.resize(stored.widthPx, stored.heightPx, { fit: 'fill' });
  if (colours === 'cmyk') {
    const inks = await raw(reduced.pipelineColourspace('cmyk').toColourspace('cmyk'), stored, undefined);
    const shown = { ...inks, data: plainInks(inks.data), raw: { ...inks.raw, channels: 3 as const } };
    return turned(shown, orientation, size);
  }
  const pixels = await turned(await raw(reduced.toColourspace('srgb'), stored, animation), orientation, size);
  return colours ? inProfile(pixels, colours) : pixels;
}

/** Mirrored first, then turned clockwise. CIPA DC-008, tag Orientation */
const turns: Record<number, { flip?: boolean; flop?: boolean; degrees?: number }> = {
  2: { flop: true },
  3: { degrees: 180 },
  4: { flip: true },
  5: { flop: true, degrees: 270 },
  6: { degrees: 90 },
  7: { flop: true, degrees: 90 },
  8: { degrees: 270 },
};

async function turned(pixels: Pixels, orientation: number, size: Size): Promise<Pixels> {
  const turn = turns[orientation];
  if (!turn) return pixels;
  const { flip = false, flop = false, degrees = 0 } = turn;
  return raw(reading(pixels).flip(flip).flop(flop).rotate(degrees), size, undefined);
}

/** Makes pixels smaller. */
export function stepDown(pixels: Pixels, size: Size): Promise<Pixels> {
  return raw(reading(pixels).resize(size.widthPx, size.heightPx, { fit: 'fill' }), size, pixels.animation);
}

/** As browsers show inks that no profile describes: each takes away its share of the light. */
function plainInks(inks: Buffer): Buffer {
  const rgb = Buffer.alloc((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4, to += 3) {
    const light = 255 - (inks[from + 3] ?? 0);
    for (let ink = 0; ink < 3; ink += 1) rgb[to + ink] = ((255 - (inks[from + ink] ?? 0)) * light) / 255;
  }
  return rgb;
}

export interface Encoding {
  quality: number;
  effort: number;
  /** Whether it is drawn rather than photographed: thin lines of strong colours would bleed. */
  isGraphic?: boolean;
}

/** Up to this size a graphic may keep each pixel as it is, and up to so many bytes it does. */
const graphic = { pixels: 512 * 512, bytes: 10_000, timesAsLarge: 2 };

/** As WebP, which halves the resolution of colour; a small graphic without loss, where that costs little. */
export async function encode(
  pixels: Pixels,
  { quality, effort, isGraphic = false }: Encoding,
): Promise<Buffer> {
  const { animation, data, raw } = pixels;
  const playing = animation && {
    loop: animation.loop,
    ...(animation.delaysMs.length > 0 && { delay: animation.delaysMs }),
  };
  const lossy = await reading(pixels)
    .webp({ quality, effort, ...playing })
    .toBuffer();
  if (!isGraphic || data.length / raw.channels > graphic.pixels) return lossy;
  const lossless = await reading(pixels)
    .webp({ lossless: true, effort: 2, ...playing })
    .toBuffer();
  const most = Math.max(graphic.bytes, lossy.length * graphic.timesAsLarge);
  return lossless.length <= most ? lossless : lossy;
}

/** The part that catches the eye. The pixels are those of a still. */
export function squareOf(still: Pixels, size: Size): Promise<Pixels> {
  const cropped = reading(still).resize(size.widthPx, size.heightPx, {
    fit: 'cover',
    position: sharp.strategy.attention,
  });
  return raw(cropped, size, undefined);
}

export function firstFrame({ data, raw, widthPx, heightPx, animation }: Pixels): Pixels {
  if (!animation) return { data, raw, widthPx, heightPx, animation };
  const { width, channels } = raw;
  const still = data.subarray(0, width * heightPx * channels);
  return { data: still, raw: { width, height: heightPx, channels }, widthPx, heightPx, animation: undefined };
}

/**
 * Gives the memory back at once. Node counts it, but lets some sixty megabytes of it wait for the next collection.
 * The pixels cannot be read any more.
 */
export function free({ data }: Pixels): void {
  if (data.buffer instanceof ArrayBuffer) data.buffer.transfer(0);
}

/** RGBA of the picture, reduced so that no edge is longer. */
export async function rgbaInside(still: Pixels, edgePx: number): Promise<Size & { data: Buffer }> {
  const { data, info } = await reading(still)
    .resize(edgePx, edgePx, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

const reading = ({ data, raw, animation }: Pixels): Sharp =>
  sharp(data, { raw, limitInputPixels: false, ...(animation && { pages: -1 }) });

async function raw(picture: Sharp, size: Size, animation: Animation | undefined): Promise<Pixels> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return pixelsOf(data, info, size, animation);
}

function pixelsOf(
  data: Buffer,
  { width, height, channels }: OutputInfo,
  size: Size,
  animation: Animation | undefined,
): Pixels {
  const raw = { width, height, channels, ...(animation && { pageHeight: size.heightPx }) };
  return { data, raw, ...size, animation };
}
