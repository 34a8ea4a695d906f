import sharp, { type Metadata } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { readCamera } from '../camera.ts';
import { dominantColour } from '../dominant-colour.ts';
import { UnusablePictureError } from '../errors.ts';
import type { PictureMaker, RenditionFile } from '../ports.ts';
import {
  type PlannedRendition,
  type PlannedStep,
  planRenditions,
  type RenditionList,
  type Size,
} from '../renditions.ts';
import {
  type Animation,
  decode,
  encode,
  firstFrame,
  free,
  type Pixels,
  rgbaInside,
  squareOf,
  stepDown,
} from './sharp-pixels.ts';

// Files come from strangers: only the decoders of the four types we take, nothing kept between photos, and one
// thread, because a function with this memory has one processor (https://sharp.pixelplumbing.com/api-utility/).
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** More than any phone makes; a small file can hold many times that and would fill the memory. */
const maxPixels = 50e6;

/**
 * What an animation may have and keep moving: frames, and pixels of all its frames together. Two hundred frames of
 * 500 × 500 px, or forty of 1,280 × 960 px; its renditions take seconds, where those of a photo take a tenth of one.
 */
const animationBudget = { frames: 200, pixels: 50e6 };

/** ThumbHash takes at most 100 × 100 px, and needs less. */
const placeholderEdgePx = 32;

/**
 * Makes renditions with sharp. One decode, already scaled down by the decoder where the format allows it; each
 * rendition is made from the pixels of the next larger one. Orientation is applied, colours are converted to sRGB,
 * and all metadata stays behind. An animation within the budget stays one, except in squares; else its first frame.
 * @param list default: all that there are
 */
export function sharpPictures(list?: RenditionList): PictureMaker {
  return {
    async make(original) {
      const { upright, exif, animation } = await inspect(original);
      const [largest, ...smaller] = planRenditions(upright, list);

      let pixels = await readable(() => decode(original, largest, maxPixels, animation));
      const encoded = await encodings(largest, pixels);
      for (const step of smaller) {
        const smallerPixels = await stepDown(pixels, step);
        free(pixels);
        pixels = smallerPixels;
        encoded.push(...(await encodings(step, pixels)));
      }
      const still = firstFrame(pixels);
      const placeholder = await thumbHash(still);
      const camera = readCamera(exif);
      return {
        picture: {
          ...upright,
          renditions: encoded.map(({ rendition }) => rendition),
          placeholder,
          dominantColour: dominantColour({ data: still.data, channels: still.raw.channels }),
          ...(camera && { camera }),
        },
        files: encoded.map(({ file }) => file),
      };
    },
  };
}

interface Inspected {
  upright: Size;
  exif: Buffer | undefined;
  animation: Animation | undefined;
}

/** Reads the header only; the size is judged here, where the error can be told from a damaged file's. */
async function inspect(original: Uint8Array): Promise<Inspected> {
  const metadata = await readable<Metadata>(() => sharp(original, { limitInputPixels: false }).metadata());
  const { width, height } = metadata.autoOrient;
  if (width * height > maxPixels)
    throw new UnusablePictureError({
      code: 'too-many-pixels',
      message: 'The picture has more than 50 megapixels.',
    });
  return {
    upright: { widthPx: width, heightPx: height },
    exif: metadata.exif,
    animation: animationOf(metadata),
  };
}

/** The library turns no animation, so one that is to be turned shows its first frame. */
function animationOf({
  pages = 1,
  width,
  height,
  delay,
  loop,
  orientation = 1,
}: Metadata): Animation | undefined {
  const isWithinBudget = pages <= animationBudget.frames && pages * width * height <= animationBudget.pixels;
  if (pages === 1 || !isWithinBudget || orientation !== 1) return undefined;
  return { frames: pages, delaysMs: delay ?? [], loop: loop ?? 0 };
}

/** One after the other: side by side they would share one processor, and hold more memory. */
async function encodings({ squares, ...whole }: PlannedStep, pixels: Pixels) {
  const made = [await encoded(whole, encode(pixels, whole.quality))];
  for (const square of squares) made.push(await encoded(square, squareOf(firstFrame(pixels), square)));
  return made;
}

async function encoded({ name, widthPx, heightPx }: PlannedRendition, encoding: Promise<Buffer>) {
  const bytes = await encoding;
  const contentType = 'image/webp' as const;
  const file: RenditionFile = { name, bytes };
  return { file, rendition: { name, widthPx, heightPx, sizeBytes: bytes.length, contentType } };
}

/** Base64 of some 25 bytes, from which a browser paints a blurred picture. */
async function thumbHash(pixels: Pixels): Promise<string> {
  const { data, widthPx, heightPx } = await rgbaInside(pixels, placeholderEdgePx);
  return Buffer.from(rgbaToThumbHash(widthPx, heightPx, data)).toString('base64');
}

/** Whatever sharp cannot read it will not be able to read tomorrow either. */
async function readable<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const message = 'The file is damaged or is not a picture.';
    throw new UnusablePictureError({ code: 'unreadable', message }, { cause: error });
  }
}
