import type { CorpusCase } from './case.ts';
import { randomBytes, seeded } from './random.ts';
import { smallPhoto } from './small-photo.ts';

/** Files that are damaged, are not what they say, or are two things at once. */

const encoded = {
  JPEG: async () => (await smallPhoto()).jpeg().toBuffer(),
  PNG: async () => (await smallPhoto()).png().toBuffer(),
  WebP: async () => (await smallPhoto()).webp().toBuffer(),
  GIF: async () => (await smallPhoto()).resize(100).gif({ effort: 1 }).toBuffer(),
};
const formats = Object.entries(encoded);

const html = Buffer.from('<!doctype html><script>alert(document.domain)</script>');
/** An archive with one entry, as its reader finds it from the end of a file. */
const zip = Buffer.concat([
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.alloc(26),
  Buffer.from('PK\x05\x06', 'latin1'),
  Buffer.alloc(18),
]);

type Cases = Record<string, () => Promise<Uint8Array>>;

const ending = (ends: CorpusCase['ends'], cases: Cases): CorpusCase[] =>
  Object.entries(cases).map(([name, bytes]) => ({ name, ends, bytes }));

export const hostile: CorpusCase[] = [
  ...formats.flatMap(([format, whole]): CorpusCase[] => [
    {
      name: `${format} cut off in the middle`,
      ends: 'unreadable',
      bytes: async () => half(await whole()),
    },
    {
      name: `${format} cut off after 16 bytes`,
      ends: 'unreadable',
      bytes: async () => (await whole()).subarray(0, 16),
    },
    // Nothing behind a picture's end is read, and nothing of it reaches a rendition.
    {
      name: `${format} with HTML behind it`,
      ends: 'renditions',
      bytes: async () => Buffer.concat([await whole(), html]),
    },
    {
      name: `${format} with an archive behind it`,
      ends: 'renditions',
      bytes: async () => Buffer.concat([await whole(), zip]),
    },
    {
      name: `${format} behind HTML`,
      ends: 'type-mismatch',
      bytes: async () => Buffer.concat([html, await whole()]),
    },
  ]),
  ...ending('unreadable', {
    'JPEG whose data are random': async () => {
      const file = Buffer.from(await encoded.JPEG());
      return Buffer.concat([file.subarray(0, 200), randomBytes(20_000, seeded(2))]);
    },
    'GIF89a and a script': async () => Buffer.from('GIF89a/*<svg/onload=alert(1)>*/=1;'),
  }),
  // No checksum is worth more than what can be seen.
  ...ending('renditions', {
    'PNG whose checksum is wrong': async () => brokenInTheMiddle(await encoded.PNG()),
  }),
  ...ending('type-mismatch', {
    'an empty file': async () => new Uint8Array(),
    'a single byte': async () => Buffer.from([0xff]),
    'random bytes': async () => randomBytes(10_000, seeded(1)),
    'plain text': async () => Buffer.from('not a picture'),
    HTML: async () => html,
    SVG: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>'),
    'SVG that reads a file': async () =>
      Buffer.from(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' +
          '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><text>&x;</text></svg>',
      ),
    PDF: async () => Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
    TIFF: async () => (await smallPhoto()).tiff().toBuffer(),
    'Radiance HDR': async () => Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 4\n', 'latin1'),
    PPM: async () => Buffer.concat([Buffer.from('P6 64 64 255\n'), Buffer.alloc(64 * 64 * 3)]),
    BMP: async () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(1000)]),
    ICO: async () => Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.alloc(1000)]),
    'an archive': async () => zip,
    'an executable': async () => Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(1000)]),
    MP4: async () => Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(1000)]),
  }),
];

const half = (file: Buffer): Buffer => file.subarray(0, Math.floor(file.length / 2));

function brokenInTheMiddle(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  const at = Math.floor(file.length / 2);
  changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
  return changed;
}
