import sharp, { type Sharp } from 'sharp';

/** Corners as one sees them, clockwise from the upper left. */
export const corners = {
  red: [200, 30, 30],
  green: [30, 160, 30],
  blue: [30, 30, 200],
  grey: [128, 128, 128],
} as const;
export const seenCorners = ['red', 'green', 'blue', 'grey'];

/** An upright picture of four coloured quarters, 400 × 300 px. */
export const upright = (): Sharp =>
  sharp(Buffer.from([...corners.red, ...corners.green, ...corners.grey, ...corners.blue]), {
    raw: { width: 2, height: 2, channels: 3 },
  }).resize(400, 300, { kernel: 'nearest', fit: 'fill' });

/** How a camera that writes this orientation has stored the upright picture: what undoes EXIF's transformation. */
export const storedFor: Record<number, () => Promise<Buffer>> = {
  1: () => upright().png().toBuffer(),
  2: () => upright().flop().png().toBuffer(),
  3: () => upright().rotate(180).png().toBuffer(),
  4: () => upright().flip().png().toBuffer(),
  5: () => transposed((picture) => picture),
  6: () => upright().rotate(270).png().toBuffer(),
  7: () => transposed((picture) => picture.rotate(180)),
  8: () => upright().rotate(90).png().toBuffer(),
};

/** Mirrored at the falling diagonal. */
async function transposed(then: (picture: Sharp) => Sharp): Promise<Buffer> {
  const mirrored = await upright().flop().png().toBuffer();
  const turned = await sharp(mirrored).rotate(270).png().toBuffer();
  return then(sharp(turned)).png().toBuffer();
}
