import sharp from 'sharp';

/** Frames of plain colours, 100 ms each. */
export async function animation(
  format: 'gif' | 'webp',
  {
    frames = 3,
    widthPx = 300,
    heightPx = 200,
  }: { frames?: number; widthPx?: number; heightPx?: number } = {},
): Promise<Buffer> {
  const stills = Array.from({ length: frames }, (_, index) => {
    const background = { r: (index * 83) % 256, g: (index * 151) % 256, b: 90 };
    return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
      .png()
      .toBuffer();
  });
  const joined = sharp(await Promise.all(stills), { join: { animated: true } });
  const delay = Array<number>(frames).fill(100);
  return format === 'gif' ? joined.gif({ delay }).toBuffer() : joined.webp({ delay, effort: 0 }).toBuffer();
}
