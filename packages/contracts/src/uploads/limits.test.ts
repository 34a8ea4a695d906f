import { maxMegapixels, tooManyPixels } from './limits.ts';

describe('tooManyPixels', () => {
  it.each(Object.entries(maxMegapixels) as [keyof typeof maxMegapixels, number][])(
    'takes as many pixels of a %s as the table says, and none more',
    (coding, megapixels) => {
      expect(tooManyPixels({ widthPx: megapixels * 1000, heightPx: 1000, coding })).toBeUndefined();
      expect(tooManyPixels({ widthPx: megapixels * 1000 + 1, heightPx: 1000, coding })).toEqual({
        code: 'too-many-pixels',
        message: expect.stringContaining(`${megapixels + 1} megapixels`),
      });
    },
  );
});
