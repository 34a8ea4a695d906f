import sharp, { type OutputInfo, type Raw, type Sharp } from 'sharp';
import { type Size, webpEffort } from '../renditions.ts';

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

/** Reads a file at the size asked for: upright, in sRGB, 8 bits a channel. Throws when it is damaged. */
export async function decode(
  original: Uint8Array,
  { widthPx, heightPx }: Size,
  limitInputPixels: number,
  animation: Animation | undefined,
): Promise<Pixels> {
  const source = sharp(original, { limitInputPixels, failOn: 'error', ...(animation && { pages: -1 }) });
  const upright = animation ? source : source.autoOrient();
  const { data, info } = await upright
    .resize(widthPx, heightPx, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pixelsOf(data, info, { widthPx, heightPx }, animation);
}

export async function stepDown(pixels: Pixels, size: Size): Promise<Pixels> {
  const { data, info } = await reading(pixels)
    .resize(size.widthPx, size.heightPx, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pixelsOf(data, info, size, pixels.animation);
}

export function encode(pixels: Pixels, quality: number): Promise<Buffer> {
  const { animation } = pixels;
  const playing = animation && {
    loop: animation.loop,
    ...(animation.delaysMs.length > 0 && { delay: animation.delaysMs }),
  };
  return reading(pixels)
    .webp({ quality, effort: webpEffort, ...playing })
    .toBuffer();
}

/** The part that catches the eye, as WebP. The pixels are those of a still. */
export function squareOf(
  still: Pixels,
  { widthPx, heightPx, quality }: Size & { quality: number },
): Promise<Buffer> {
  return reading(still)
    .resize(widthPx, heightPx, { fit: 'cover', position: sharp.strategy.attention })
    .webp({ quality, effort: webpEffort })
    .toBuffer();
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
  sharp(data, { raw, ...(animation && { pages: -1 }) });

function pixelsOf(
  data: Buffer,
  { width, height, channels }: OutputInfo,
  size: Size,
  animation: Animation | undefined,
): Pixels {
  const raw = { width, height, channels, ...(animation && { pageHeight: size.heightPx }) };
  return { data, raw, ...size, animation };
}
