import { sniffImageType } from './image-type.ts';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('sniffImageType', () => {
  it.each([
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xdb)],
    ['image/png', bytes(0x89, 'PNG\r\n', 0x1a, '\n')],
    ['image/webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
    ['image/gif', bytes('GIF87a')],
    ['image/gif', bytes('GIF89a')],
  ])('knows %s', (type, start) => {
    expect(sniffImageType(start)).toBe(type);
  });

  it.each([
    ['nothing', bytes()],
    ['a cut signature', bytes(0xff, 0xd8)],
    ['a WAVE file', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
    ['an AVIF file', bytes(0, 0, 0, 32, 'ftypavif')],
    ['an SVG file', bytes('<svg xmlns=""')],
    ['a PDF file', bytes('%PDF-1.7')],
  ])('knows no type for %s', (_, start) => {
    expect(sniffImageType(start)).toBeUndefined();
  });
});
