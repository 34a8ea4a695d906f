import { rgbaToThumbHash } from 'thumbhash';
import { readCamera } from '../camera.ts';
import { dominantColour } from '../dominant-colour.ts';
import type { PictureMaker, RenditionFile } from '../ports.ts';
import {
  type PlannedRendition,
  type PlannedStep,
  planRenditions,
  type RenditionList,
} from '../renditions.ts';
import { openOriginal } from './open-original.ts';
import { encode, firstFrame, free, type Pixels, rgbaInside, squareOf, stepDown } from './sharp-pixels.ts';

/** ThumbHash takes at most 100 × 100 px, and needs less. */
const placeholderEdgePx = 32;

/**
 * Makes renditions. One decode, already scaled down by the decoder where the format allows it; each rendition is made
 * from the pixels of the next larger one. Orientation is applied, colours are converted to sRGB, and all metadata stays
 * behind. An animation within the budget stays one, except in squares; else its first frame.
 * @param list default: all that there are
 */
export function sharpPictures(list?: RenditionList): PictureMaker {
  return {
    async make(file) {
      const original = await openOriginal(file);
      const { upright, contentType, isGraphic, notes } = original;
      const [largest, ...smaller] = planRenditions(upright, list);

      let pixels = await original.read(largest);
      const encoded = await encodings(largest, pixels, isGraphic);
      for (const step of smaller) {
        const smallerPixels = await stepDown(pixels, step);
        free(pixels);
        pixels = smallerPixels;
        encoded.push(...(await encodings(step, pixels, isGraphic)));
      }
      const still = firstFrame(pixels);
      const placeholder = await thumbHash(still);
      const camera = readCamera(original.exif);
      return {
        picture: {
          ...upright,
          contentType,
          renditions: encoded.map(({ rendition }) => rendition),
          placeholder,
          dominantColour: dominantColour({ data: still.data, channels: still.raw.channels }),
          ...(camera && { camera }),
          ...(Object.keys(notes).length > 0 && { notes }),
        },
        files: encoded.map(({ file }) => file),
      };
    },
  };
}

/** One after the other: side by side they would share one processor, and hold more memory. */
async function encodings({ squares, ...whole }: PlannedStep, pixels: Pixels, isGraphic: boolean) {
  const made = [await encoded(whole, 'whole', pixels, isGraphic)];
  for (const square of squares)
    made.push(await encoded(square, 'square', await squareOf(firstFrame(pixels), square), isGraphic));
  return made;
}

async function encoded(
  { name, widthPx, heightPx, quality, effort }: PlannedRendition,
  kind: 'whole' | 'square',
  pixels: Pixels,
  isGraphic: boolean,
) {
  const bytes = await encode(pixels, { quality, effort, isGraphic });
  const contentType = 'image/webp' as const;
  const file: RenditionFile = { name, bytes };
  return { file, rendition: { name, kind, widthPx, heightPx, sizeBytes: bytes.length, contentType } };
}

/** Base64 of some 25 bytes, from which a browser paints a blurred picture. */
async function thumbHash(pixels: Pixels): Promise<string> {
  const { data, widthPx, heightPx } = await rgbaInside(pixels, placeholderEdgePx);
  return Buffer.from(rgbaToThumbHash(widthPx, heightPx, data)).toString('base64');
}
