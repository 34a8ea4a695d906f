import sharp, { type Sharp } from 'sharp';

/** Drawing noise takes longer than all else, so that little is drawn and laid side by side: nobody sees where. */
const grainPx = 256;

/**
 * Pixels with the grain of a camera over them.
 * @param pixels RGB, 8 bits
 * @param strength standard deviation of the grain, which is another one each time
 */
export async function grained(
  pixels: Buffer,
  size: { width: number; height: number },
  strength: number,
): Promise<Sharp> {
  const [width, height] = [Math.min(grainPx, size.width), Math.min(grainPx, size.height)];
  const noise = { type: 'gaussian', mean: 128, sigma: strength } as const;
  const grain = sharp({ create: { width, height, channels: 3, background: '#808080', noise } });
  const raw = { width, height, channels: 3 } as const;
  return sharp(pixels, { raw: { ...size, channels: 3 } }).composite([
    { input: await grain.raw().toBuffer(), raw, blend: 'soft-light', tile: true },
  ]);
}
