import { checkFile } from './file-check.ts';

const jpegOf = (widthPx: number, heightPx: number, metadataBytes = 0): Uint8Array<ArrayBuffer> => {
  const segments = Array.from({ length: Math.ceil(metadataBytes / 60_000) }, () => {
    const segment = new Uint8Array(60_002);
    segment.set([0xff, 0xe1, 60_000 >> 8, 60_000 & 0xff]);
    return segment;
  });
  const size = [heightPx >> 8, heightPx & 0xff, widthPx >> 8, widthPx & 0xff];
  const frame = [0xff, 0xc0, 0, 17, 8, ...size, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
  const parts = [Uint8Array.from([0xff, 0xd8]), ...segments, Uint8Array.from(frame)];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
};
const webp = new Uint8Array(30);
webp.set([...'RIFF\x16\0\0\0WEBPVP8 '].map((letter) => letter.charCodeAt(0)));
webp.set([10, 0, 10, 0], 26);

describe('checkFile', () => {
  it('goes by the bytes, whatever the name says', async () => {
    const file = new File([webp], 'holiday.jpg', { type: 'image/jpeg' });
    expect(await checkFile(file)).toEqual({ ok: true, contentType: 'image/webp' });
    expect(await checkFile(new File([jpegOf(10, 10)], 'download.jfif', { type: '' }))).toEqual({
      ok: true,
      contentType: 'image/jpeg',
    });
  });

  it.each([
    ['an empty file', [], /is empty/],
    ['a RAW file named .jpg', ['FUJIFILMCCD-RAW 0201'], /RAW file\. Export it as JPEG/],
    ['the video of a Live Photo', ['\0\0\0\x14ftypqt  \0\0\0\0qt  '], /video.*Live Photo/],
    ['notes', ['just some words'], /no picture that can be taken/],
  ])('refuses %s, and says what it is', async (_, parts, reason) => {
    expect(await checkFile(new File(parts, 'IMG_1.jpg', { type: 'image/jpeg' }))).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });

  it('refuses what is too large, and names a video before its size', async () => {
    const padding = new Uint8Array(25 * 1024 * 1024);
    expect(await checkFile(new File([jpegOf(10, 10), padding], 'a.jpg'))).toEqual({
      ok: false,
      reason: expect.stringMatching(/at most 25 MB/),
    });
    expect(await checkFile(new File(['\0\0\0\x14ftypmp42', padding], 'a.mp4'))).toMatchObject({
      reason: expect.stringMatching(/video/),
    });
  });

  it('refuses too many pixels, also behind much metadata, and takes a picture whose size it cannot find', async () => {
    const refused = { ok: false, reason: expect.stringMatching(/3,600 megapixels; a JPEG may have/) };
    expect(await checkFile(new Blob([jpegOf(60_000, 60_000)]))).toEqual(refused);
    expect(await checkFile(new Blob([jpegOf(60_000, 60_000, 400_000)]))).toEqual(refused);
    expect(await checkFile(new Blob([jpegOf(10, 10).slice(0, 8)]))).toMatchObject({ ok: true });
  });

  it('says so when the file cannot be read', async () => {
    const file = new Blob(['x']);
    file.slice = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    expect(await checkFile(file)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/cannot be read/),
    });
  });
});
