import { isPicture, kindOfFile, startBytes, typeOf } from './kind-of-file.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'number' ? [part] : [...part].map((letter) => letter.charCodeAt(0)),
    ),
  );
const png = '\x89PNG\r\n\x1a\n';
const chunk = (type: string, length: number): string =>
  `\0\0\0${String.fromCharCode(length)}${type}${'x'.repeat(length + 4)}`;
const ftyp = (major: string, ...compatible: string[]): string => {
  const length = 16 + 4 * compatible.length;
  return `\0\0\0${String.fromCharCode(length)}ftyp${major}\0\0\0\0${compatible.join('')}\0\0\0\x08mdat`;
};

/** A TIFF file's start: header, and a directory of these tags with these values. */
function tiff(littleEndian: boolean, tags: [tag: number, value: number][]): Uint8Array {
  const view = new DataView(new ArrayBuffer(10 + tags.length * 12));
  view.setUint16(0, littleEndian ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, 8, littleEndian);
  view.setUint16(8, tags.length, littleEndian);
  for (const [index, [tag, value]] of tags.entries()) {
    view.setUint16(10 + index * 12, tag, littleEndian);
    view.setUint16(18 + index * 12, value, littleEndian);
  }
  return new Uint8Array(view.buffer);
}

describe('kindOfFile', () => {
  it.each([
    ['image/jpeg', 'jpeg', bytes(0xff, 0xd8, 0xff, 0xdb)],
    ['image/png', 'png', bytes(png, chunk('IHDR', 13), chunk('IDAT', 4), chunk('acTL', 8))],
    ['image/png', 'apng', bytes(png, chunk('IHDR', 13), chunk('iCCP', 99), chunk('acTL', 8))],
    ['image/webp', 'webp', bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 ')],
    ['image/gif', 'gif', bytes('GIF87a')],
    ['image/gif', 'gif', bytes('GIF89a')],
    ['image/avif', 'avif', bytes(ftyp('avif', 'mif1', 'miaf'))],
    ['image/avif', 'avif', bytes(ftyp('avis', 'msf1', 'miaf'))],
    ['image/avif', 'avif', bytes(ftyp('mif1', 'miaf', 'avif'))],
    ['image/heic', 'heic', bytes(ftyp('heic', 'mif1', 'heic'))],
    ['image/heic', 'heic', bytes(ftyp('heix', 'mif1'))],
    ['image/heic', 'heic', bytes(ftyp('mif1', 'mif1', 'heic', 'miaf'))],
    ['image/heif', 'heif', bytes(ftyp('mif1', 'miaf'))],
  ])('knows %s (%s)', (type, kind, start) => {
    const found = kindOfFile(start);
    expect(found).toBe(kind);
    expect(isPicture(found) && typeOf(found)).toBe(type);
  });

  it.each([
    ['raw', 'Canon CR2', bytes('II*\0\x10\0\0\0CR\x02\0')],
    ['raw', 'Canon CR3', bytes(ftyp('crx ', 'crx ', 'isom'))],
    [
      'raw',
      'Nikon NEF',
      tiff(false, [
        [0x10f, 0],
        [0x14a, 0],
      ]),
    ],
    [
      'raw',
      'Sony ARW',
      tiff(true, [
        [0x103, 6],
        [0x10f, 0],
        [0x14a, 0],
      ]),
    ],
    [
      'raw',
      'Pentax PEF',
      tiff(false, [
        [0x103, 65535],
        [0x10f, 0],
      ]),
    ],
    [
      'raw',
      'Adobe DNG',
      tiff(true, [
        [0x103, 1],
        [0xc612, 1],
      ]),
    ],
    ['raw', 'Fujifilm RAF', bytes('FUJIFILMCCD-RAW 0201')],
    ['raw', 'Olympus ORF', bytes('IIRO\x08\0\0\0')],
    ['raw', 'Panasonic RW2', bytes('IIU\0\x18\0\0\0')],
    [
      'tiff',
      'exported from a camera’s picture',
      tiff(true, [
        [0x103, 5],
        [0x10f, 0],
      ]),
    ],
    [
      'tiff',
      'cut within its directory',
      tiff(false, [
        [0x103, 5],
        [0x10f, 0],
      ]).subarray(0, 15),
    ],
    ['tiff', 'with its directory at the end', bytes('II*\0\xff\xff\xff\x7f')],
    ['tiff', 'with nothing behind its signature', bytes('MM\0*')],
    ['tiff', 'BigTIFF', bytes('II+\0\x08\0\0\0')],
    ['jpeg-xl', 'bare', bytes(0xff, 0x0a)],
    ['jpeg-xl', 'in a container', bytes('\0\0\0\x0cJXL \r\n\x87\n')],
    ['jpeg-2000', 'in a container', bytes('\0\0\0\x0cjP  \r\n\x87\n')],
    ['svg', 'bare', bytes('<svg xmlns="">')],
    ['svg', 'as XML', bytes('\xef\xbb\xbf \n<?xml version="1.0"?><!-- a --><SVG width="1">')],
    ['web-page', 'HTML', bytes('\n<!DOCTYPE html><p>')],
    ['psd', 'Photoshop', bytes('8BPS\0\x01')],
    ['bmp', 'Windows', bytes('BM', 'xxxxxxxxxxxx', 40, 0, 0, 0)],
    ['icon', 'Windows', bytes(0, 0, 1, 0, 1)],
    ['pdf', '1.7', bytes('%PDF-1.7')],
    ['archive', 'ZIP', bytes('PK\x03\x04')],
    ['video', 'of a Live Photo', bytes(ftyp('qt  ', 'qt  '))],
    ['video', 'MP4', bytes(ftyp('isom', 'iso2', 'mp41'))],
    ['video', 'old QuickTime', bytes('\0\0\0\x08wide\0\0\0\0mdat')],
    ['video', 'WebM', bytes(0x1a, 0x45, 0xdf, 0xa3)],
    ['video', 'AVI', bytes('RIFF', 1, 2, 3, 4, 'AVI LIST')],
    ['unknown', 'nothing', bytes()],
    ['unknown', 'a cut signature', bytes(0xff, 0xd8)],
    ['unknown', 'WAVE', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt ')],
    ['unknown', 'a word', bytes('BMW is not a bitmap, and no picture either')],
    ['unknown', 'a poem about <svg>', bytes('see <svg')],
  ])('tells %s (%s) from a picture', (kind, _, start) => {
    const found = kindOfFile(start);
    expect(found).toBe(kind);
    expect(isPicture(found)).toBe(false);
  });

  it('ends for every byte in every place', () => {
    for (let seed = 1; seed < 3000; seed += 1) {
      const start = Uint8Array.from({ length: seed % 64 }, (_, at) => (seed * 31 + at * seed * 17) % 256);
      expect(typeof kindOfFile(start)).toBe('string');
    }
  });

  it('needs no more than the bytes that it says', () => {
    expect(kindOfFile(bytes(png, chunk('IHDR', 13), 'x'.repeat(startBytes)))).toBe('png');
  });
});
