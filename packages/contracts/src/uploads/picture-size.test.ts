import { pictureSize } from './picture-size.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part,
    ),
  );
const uint16 = (value: number): number[] => [value >> 8, value & 0xff];
const uint32 = (value: number): number[] => [...uint16(value >>> 16), ...uint16(value & 0xffff)];

const segment = (marker: number, content: number[]): number[] => [
  0xff,
  marker,
  ...uint16(content.length + 2),
  ...content,
];
const frame = (marker: number): number[] =>
  segment(marker, [8, ...uint16(3024), ...uint16(4032), 3, ...Array(9).fill(1)]);
const jpeg = (...segments: number[][]): Uint8Array => bytes([0xff, 0xd8], ...segments);
const ihdr = (depth: number, interlace: number): Uint8Array =>
  bytes('\x89PNG\r\n\x1a\n', uint32(13), 'IHDR', uint32(70_000), uint32(300), [depth, 2, 0, 0, interlace]);
const box = (type: string, ...content: number[][]): number[] => {
  const inside = content.flat();
  return [...uint32(inside.length + 8), ...bytes(type), ...inside];
};
const ispe = (width: number, height: number): number[] =>
  box('ispe', uint32(0), uint32(width), uint32(height));
const heic = (...properties: number[][]): Uint8Array =>
  Uint8Array.from([
    ...box('ftyp', [...bytes('heic')], uint32(0)),
    ...box(
      'meta',
      uint32(0),
      box('hdlr', uint32(0)),
      box('iprp', box('ipco', ...properties), box('ipma', uint32(0))),
    ),
    ...box('mdat', [1, 2, 3]),
  ]);

describe('pictureSize', () => {
  it.each([
    ['jpeg-baseline', 0xc0],
    ['jpeg-baseline', 0xc1],
    ['jpeg-progressive', 0xc2],
  ])('reads a JPEG (%s) past what stands before its frame', (coding, marker) => {
    const thumbnail = segment(0xe1, [...jpeg(frame(0xc0))]);
    const tables = segment(0xc4, Array(20).fill(0));
    expect(pictureSize(jpeg(thumbnail, [0xff], tables, frame(marker)), 'jpeg')).toEqual({
      widthPx: 4032,
      heightPx: 3024,
      coding,
    });
  });

  it.each([
    ['whose frame lies beyond the bytes', jpeg(segment(0xe1, [1, 2, 3]))],
    ['of another way to store pixels', jpeg(frame(0xc3), segment(0xda, [1]))],
    ['that ends before its frame', jpeg([0xff, 0xd9], frame(0xc0))],
    ['with rubbish between its segments', jpeg([1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['without any height', jpeg(segment(0xc0, [8, 0, 0, ...uint16(4032), 3, ...Array(9).fill(1)]))],
  ])('knows no size of a JPEG %s', (_, file) => {
    expect(pictureSize(file, 'jpeg')).toBeUndefined();
  });

  it.each([
    ['png', 8, 0],
    ['png-16-bit', 16, 0],
    ['png-interlaced', 8, 1],
    ['png-interlaced', 16, 1],
  ])('reads a PNG (%s)', (coding, depth, interlace) => {
    expect(pictureSize(ihdr(depth, interlace), 'png')).toEqual({ widthPx: 70_000, heightPx: 300, coding });
  });

  it.each([
    ['lossy', bytes('RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a', [0x80, 0x47, 0xe0, 0x41]), 1920, 480],
    ['lossless', bytes('RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f', [0x7f, 0xc7, 0x77, 0x10]), 1920, 480],
    ['extended', bytes('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', [0x7f, 7, 0, 0xdf, 1, 0]), 1920, 480],
  ])('reads a WebP (%s)', (_, file, widthPx, heightPx) => {
    const size = pictureSize(file, 'webp');
    expect(size).toMatchObject({ widthPx, heightPx, coding: 'webp' });
  });

  it('reads a GIF', () => {
    expect(pictureSize(bytes('GIF89a', [0x20, 3, 0x58, 2]), 'gif')).toEqual({
      widthPx: 800,
      heightPx: 600,
      coding: 'gif',
    });
    expect(pictureSize(bytes('GIF89a'), 'gif')).toBeUndefined();
  });

  it('takes the largest picture of a HEIC or AVIF: all tiles together, no thumbnail', () => {
    const file = heic(ispe(512, 512), box('hvcC', [1]), ispe(4032, 3024), ispe(320, 240));
    expect(pictureSize(file, 'heic')).toEqual({ widthPx: 4032, heightPx: 3024, coding: 'heic' });
    expect(pictureSize(file, 'avif')).toMatchObject({ coding: 'avif' });
  });

  it('does not judge a HEIC by half of its index', () => {
    const file = heic(ispe(512, 512), ispe(4032, 3024));
    for (let length = 0; length < file.length - 11; length += 1)
      expect(pictureSize(file.subarray(0, length), 'heic')).toBeUndefined();
  });

  it('ends with boxes and segments that lead nowhere', () => {
    expect(pictureSize(bytes(uint32(0), 'meta', uint32(0), uint32(3), 'iprp'), 'heic')).toBeUndefined();
    expect(pictureSize(bytes(uint32(1), 'meta', uint32(0), uint32(0)), 'heic')).toBeUndefined();
    expect(
      pictureSize(jpeg([0xff, 0xe0, 0, 0], [0xff, 0xe0, 0, 0], Array(20).fill(0)), 'jpeg'),
    ).toBeUndefined();
  });
});
