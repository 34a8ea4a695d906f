import sharp from 'sharp';
import { readCamera } from './camera.ts';

async function capturedAt(
  DateTimeOriginal: string,
  OffsetTimeOriginal?: string,
): Promise<string | undefined> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  const IFD2 = { DateTimeOriginal, ...(OffsetTimeOriginal !== undefined && { OffsetTimeOriginal }) };
  const file = await picture.withExif({ IFD2 }).jpeg().toBuffer();
  return readCamera((await sharp(file).metadata()).exif)?.capturedAt;
}

describe('readCamera', () => {
  it.each([
    ['a clock that was never set', '0000:00:00 00:00:00'],
    ['a year zero', '0000:05:06 07:08:09'],
    ['30 February', '2024:02:30 10:00:00'],
    ['29 February of a year that has none', '2023:02:29 10:00:00'],
    ['a thirteenth month', '2024:13:01 10:00:00'],
    ['24 o’clock', '2024:01:01 24:00:00'],
    ['a sixtieth minute', '2024:01:01 10:60:00'],
    ['blanks', '    :  :     :  :  '],
    ['a day without a time', '2024:05:06'],
  ])('takes %s for no date', async (_, written) => {
    expect(await capturedAt(written)).toBeUndefined();
  });

  it.each([
    ['keeps an offset', '+02:00', '2024-02-29T07:08:09+02:00'],
    ['keeps one of three quarters', '+05:45', '2024-02-29T07:08:09+05:45'],
    ['adds none where the camera knew none', undefined, '2024-02-29T07:08:09'],
    ['drops one that is nowhere in the world', '-25:00', '2024-02-29T07:08:09'],
    ['drops a blank one', '   :  ', '2024-02-29T07:08:09'],
  ])('%s', async (_, offset, expected) => {
    expect(await capturedAt('2024:02:29 07:08:09', offset)).toBe(expected);
  });
});
