import sharp, { type Metadata, type OutputInfo, type Raw } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { readCamera } from '../camera.ts';
import { UnusablePictureError } from '../errors.ts';
import type { PictureMaker, RenditionFile } from '../ports.ts';
import { planRenditions, type Size } from '../renditions.ts';

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

/** Effort 2 takes less than half the time of the default 4 for 3.6 % more bytes. */
const webp = { quality: 75, effort: 2 } as const;

/** ThumbHash takes at most 100 × 100 px, and needs less. */
const placeholderEdgePx = 64;

/** Pixels in memory, ready for the next step down. */
interface Pixels extends Size {
  data: Buffer;
  raw: Raw;
}

/**
 * Makes renditions with sharp. One decode, already scaled down by the decoder where the format allows it; each
 * rendition is made from the pixels of the next larger one. Orientation is applied, colours are converted to sRGB,
 * and all metadata stays behind. Of an animation, the first frame.
 */
export function sharpPictures(): PictureMaker {
  return {
    async make(original) {
      const { upright, exif } = await inspect(original);
      const [largest, ...smaller] = planRenditions(upright);
      if (!largest) throw new Error('a picture has at least one rendition');

      let pixels = await decode(original, largest);
      const encoding = [encode(largest.name, pixels)];
      for (const { name, ...size } of smaller) {
        pixels = await stepDown(pixels, size);
        encoding.push(encode(name, pixels));
      }
      const [placeholder, dominantColour, encoded] = await Promise.all([
        thumbHash(pixels),
        dominantColourOf(pixels),
        Promise.all(encoding),
      ]);
      const camera = readCamera(exif);
      return {
        picture: {
          ...upright,
          renditions: encoded.map(({ rendition }) => rendition),
          placeholder,
          dominantColour,
          ...(camera && { camera }),
        },
        files: encoded.map(({ file }) => file),
      };
    },
  };
}

/** Reads the header only; the size is judged here, where the error can be told from a damaged file's. */
async function inspect(original: Uint8Array): Promise<{ upright: Size; exif: Buffer | undefined }> {
  const { autoOrient, exif } = await readable<Metadata>(() =>
    sharp(original, { limitInputPixels: false }).metadata(),
  );
  const { width, height } = autoOrient;
  if (width * height > maxPixels)
    throw new UnusablePictureError({
      code: 'too-many-pixels',
      message: 'The picture has more than 50 megapixels.',
    });
  return { upright: { widthPx: width, heightPx: height }, exif };
}

function decode(original: Uint8Array, { widthPx, heightPx }: Size): Promise<Pixels> {
  return readable(async () => {
    const { data, info } = await sharp(original, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize(widthPx, heightPx, { fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return pixelsOf(data, info);
  });
}

async function stepDown({ data, raw }: Pixels, { widthPx, heightPx }: Size): Promise<Pixels> {
  const step = await sharp(data, { raw })
    .resize(widthPx, heightPx, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pixelsOf(step.data, step.info);
}

function pixelsOf(data: Buffer, { width, height, channels }: OutputInfo): Pixels {
  return { data, raw: { width, height, channels }, widthPx: width, heightPx: height };
}

async function encode(name: string, { data, raw, widthPx, heightPx }: Pixels) {
  const bytes = await sharp(data, { raw }).webp(webp).toBuffer();
  const contentType = 'image/webp' as const;
  const file: RenditionFile = { name, bytes };
  return { file, rendition: { name, widthPx, heightPx, sizeBytes: bytes.length, contentType } };
}

/** Base64 of some 25 bytes, from which a browser paints a blurred picture. */
async function thumbHash({ data, raw }: Pixels): Promise<string> {
  const { data: rgba, info } = await sharp(data, { raw })
    .resize(placeholderEdgePx, placeholderEdgePx, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, rgba)).toString('base64');
}

async function dominantColourOf({ data, raw }: Pixels): Promise<string> {
  const { dominant } = await sharp(data, { raw }).stats();
  const channels = [dominant.r, dominant.g, dominant.b];
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
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
