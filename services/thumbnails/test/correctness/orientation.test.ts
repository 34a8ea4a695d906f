import sharp from 'sharp';
import { sharpPictures } from '../../src/adapters/sharp-pictures.ts';

/** Corners as one sees them, clockwise from the upper left. */
const corners = {
  red: [200, 30, 30],
  green: [30, 160, 30],
  blue: [30, 30, 200],
  grey: [128, 128, 128],
} as const;
const seen = ['red', 'green', 'blue', 'grey'];

/** An upright picture of four coloured quarters. */
const upright = () =>
  sharp(Buffer.from([...corners.red, ...corners.green, ...corners.grey, ...corners.blue]), {
    raw: { width: 2, height: 2, channels: 3 },
  }).resize(400, 300, { kernel: 'nearest', fit: 'fill' });

/** How a camera that writes this orientation has stored the upright picture: what undoes EXIF's transformation. */
const stored: Record<number, () => Promise<Buffer>> = {
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
async function transposed(
  then: (picture: ReturnType<typeof sharp>) => ReturnType<typeof sharp>,
): Promise<Buffer> {
  const mirrored = await upright().flop().png().toBuffer();
  const turned = await sharp(mirrored).rotate(270).png().toBuffer();
  return then(sharp(turned)).png().toBuffer();
}

async function cornersOf(bytes: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): string => {
    const offset = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
    const distances = Object.entries(corners).map(([name, colour]) => {
      const distance = colour.reduce(
        (sum, value, index) => sum + Math.abs(value - (data[offset + index] ?? 0)),
        0,
      );
      return { name, distance };
    });
    return distances.toSorted((a, b) => a.distance - b.distance)[0]?.name ?? '';
  };
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
}

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    '%d shows the picture upright, in every rendition',
    async (orientation) => {
      const file = await stored[orientation]?.();
      const original = await sharp(file).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const { picture, files } = await sharpPictures().make(original);
      expect(picture).toMatchObject({ widthPx: 400, heightPx: 300 });
      for (const { bytes } of files) expect(await cornersOf(bytes)).toEqual(seen);
    },
  );
});
