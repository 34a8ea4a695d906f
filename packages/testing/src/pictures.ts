import sharp from 'sharp';

/**
 * A picture like a photo, as far as the encoder is concerned: soft shapes with noise, so that the file has the size
 * and the detail of a real one. It carries the EXIF data of a phone, the place included.
 * @param megapixels width : height is 4 : 3
 * @param seed decides the shapes
 */
export async function photoLike(megapixels: number, seed = 1): Promise<Buffer> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const height = Math.round((width * 3) / 4);
  const small = { width: 64, height: 48, channels: 3 as const };
  const shapes = Buffer.alloc(small.width * small.height * 3);
  for (let i = 0; i < shapes.length; i += 1) {
    const x = Math.floor(i / 3) % small.width;
    const y = Math.floor(i / 3 / small.width);
    shapes[i] =
      128 + 90 * Math.sin((x * (1 + (i % 3)) + seed * 7) / 9) * Math.cos((y + seed * 3) / (7 + (i % 3)));
  }
  const grain = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 12 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(shapes, { raw: small })
    .resize(width, height, { kernel: 'cubic' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .withExif({
      IFD0: { Make: 'Example', Model: 'Pocket 3' },
      IFD2: { FNumber: '18/10', ExposureTime: '1/125', ISOSpeedRatings: '64' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '57/1 42/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '11/1 58/1 0/1',
      },
    })
    .jpeg({ quality: 88 })
    .toBuffer();
}
