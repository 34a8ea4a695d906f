import sharp, { type Sharp } from 'sharp';
import { luma, type Plane, ssim } from './ssim.ts';

/**
 * The likeness of each whole rendition to the reduction that keeps most: of all pixels, by Lanczos, at once. Squares
 * are left out.
 * @param original an upright picture in sRGB
 */
export async function likenessOf(
  original: Uint8Array,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<Record<string, number>> {
  const { data, info } = await sharp(original).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const likeness: Record<string, number> = {};
  for (const { name, bytes } of files) {
    if (!name.startsWith('w')) continue;
    const made = await planeOf(sharp(bytes));
    const reduced = sharp(data, { raw }).resize(made.widthPx, made.heightPx, {
      fit: 'fill',
      kernel: 'lanczos3',
    });
    likeness[name] = ssim(await planeOf(reduced), made);
  }
  return likeness;
}

async function planeOf(picture: Sharp): Promise<Plane> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: luma({ data, channels: info.channels }), widthPx: info.width, heightPx: info.height };
}
