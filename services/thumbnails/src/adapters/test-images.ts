import sharp, { type Sharp } from 'sharp';

/** Pictures for tests, drawn here so that nobody's photo has to lie in the repository. */

/** Mostly blue, with grain like a photo's, so that it does not compress to nothing. */
export function drawing(widthPx: number, heightPx: number, sigma = 4): Sharp {
  return sharp({
    create: {
      width: widthPx,
      height: heightPx,
      channels: 3,
      background: '#3060c0',
      noise: { type: 'gaussian', mean: 0, sigma },
    },
  });
}

/** Plain colour: quick to make even with many pixels. */
export function plain(widthPx: number, heightPx: number, colour = '#3060c0'): Sharp {
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: colour } });
}

/** As a phone writes it: camera, lens, settings, and the place, which nobody else must learn. */
export const phoneExif = {
  IFD0: { Make: 'Example', Model: 'Pocket 3' },
  IFD2: {
    ExposureTime: '1/125',
    FNumber: '18/10',
    ISOSpeedRatings: '64',
    FocalLength: '57/10',
    LensModel: 'Example 5.7 mm',
    DateTimeOriginal: '2026:11:21 09:30:00',
    OffsetTimeOriginal: '+01:00',
  },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '52/1 30/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '13/1 24/1 0/1',
  },
};
