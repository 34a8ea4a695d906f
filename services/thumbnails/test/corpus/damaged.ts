import { animation } from './animation.ts';
import type { CorpusCase } from './case.ts';
import { codedPicture, heicFile, heifFile } from './heif.ts';
import { smallPhoto } from './small-photo.ts';

/** Files whose end did not arrive, or whose checksum is wrong. */

const jpeg = async () => (await smallPhoto()).jpeg().toBuffer();
const progressive = async () => (await smallPhoto()).jpeg({ progressive: true }).toBuffer();
const png = async () => (await smallPhoto()).png().toBuffer();
const gif = async () => (await smallPhoto()).gif({ effort: 1 }).toBuffer();
const webp = async () => (await smallPhoto()).webp({ effort: 0 }).toBuffer();
const losslessWebp = async () => (await smallPhoto()).webp({ lossless: true, effort: 0 }).toBuffer();
const avif = async () => (await smallPhoto()).avif({ effort: 0 }).toBuffer();
const grid = async () =>
  heifFile(codedPicture(heicFile('tile')), { grid: { columns: 2, rows: 2, widthPx: 1000, heightPx: 800 } });

const cut = (file: Buffer, share: number): Buffer => file.subarray(0, Math.floor(file.length * share));

/** The photo is as detailed below as above, so a share of its bytes is about that share of its rows. */
const shown = (
  name: string,
  missing: readonly [number, number],
  bytes: () => Promise<Uint8Array>,
): CorpusCase => ({ name, ends: 'renditions', missing, bytes });
const whole = (name: string, bytes: () => Promise<Uint8Array>): CorpusCase => ({
  name,
  ends: 'renditions',
  bytes,
});
const refused = (name: string, bytes: () => Promise<Uint8Array>): CorpusCase => ({
  name,
  ends: 'unreadable',
  bytes,
});

export const damaged: CorpusCase[] = [
  shown('JPEG without the marker of its end', [0, 0], async () => (await jpeg()).subarray(0, -2)),
  shown('JPEG that ends in a half marker', [0, 0], async () => (await jpeg()).subarray(0, -1)),
  shown('JPEG without its last 200 bytes', [0.001, 0.1], async () => (await jpeg()).subarray(0, -200)),
  shown('JPEG without its last fifth', [0.1, 0.33], async () => cut(await jpeg(), 0.8)),
  shown('grey JPEG without its last fifth', [0.1, 0.33], async () =>
    cut(await (await smallPhoto()).greyscale().jpeg().toBuffer(), 0.8),
  ),
  shown('CMYK JPEG without its last fifth', [0.1, 0.33], async () =>
    cut(await (await smallPhoto()).toColourspace('cmyk').jpeg().toBuffer(), 0.8),
  ),
  shown('JPEG to be turned, without its last fifth', [0.1, 0.33], async () =>
    cut(await (await smallPhoto()).withMetadata({ orientation: 6 }).jpeg().toBuffer(), 0.8),
  ),
  shown('progressive JPEG without its last scans', [0, 0], async () => cut(await progressive(), 0.6)),
  refused('progressive JPEG cut in its first scan', async () => cut(await progressive(), 0.06)),
  refused('JPEG without its last two fifths', async () => cut(await jpeg(), 0.6)),
  refused('JPEG cut behind its header', async () => {
    const file = await jpeg();
    return file.subarray(0, file.indexOf(Buffer.from([0xff, 0xda])) + 14);
  }),
  // The decoder takes these for whole. Of a GIF its owner is told all the same: there may have been more frames.
  whole('PNG without the chunk of its end', async () => (await png()).subarray(0, -12)),
  whole('GIF without its end', async () => (await gif()).subarray(0, -1)),
  whole('animated GIF cut in its last frame', async () => cut(await animation('gif'), 0.9)),
  shown('PNG without its last fifth', [0.1, 0.33], async () => cut(await png(), 0.8)),
  shown('interlaced PNG without its last fifth', [0.1, 0.33], async () =>
    cut(await (await smallPhoto()).png({ progressive: true }).toBuffer(), 0.8),
  ),
  shown('16-bit PNG without its last fifth', [0.1, 0.33], async () =>
    cut(await (await smallPhoto()).toColourspace('rgb16').png().toBuffer(), 0.8),
  ),
  shown('PNG whose header has a wrong checksum', [0, 0], async () => flipped(await png(), 30)),
  shown('PNG whose data have a wrong checksum', [0, 0], async () => {
    const file = await png();
    return flipped(file, file.length - 14);
  }),
  refused('PNG without its last two fifths', async () => cut(await png(), 0.6)),
  shown('GIF without its last fifth', [0.1, 0.33], async () => cut(await gif(), 0.8)),
  refused('GIF without its last two fifths', async () => cut(await gif(), 0.6)),
  shown('WebP without its last byte', [0, 0], async () => (await webp()).subarray(0, -1)),
  // Its decoder wants more bytes than are promised when it reads other ones than the picture's.
  shown('WebP without its last five bytes', [0, 0.1], async () => (await webp()).subarray(0, -5)),
  shown('WebP without its last 50 bytes', [0, 0.1], async () => (await webp()).subarray(0, -50)),
  shown('WebP without its last fifth', [0.05, 0.33], async () => cut(await webp(), 0.8)),
  shown('WebP whose camera data stood behind the cut', [0.05, 0.33], async () => {
    const file = await (await smallPhoto())
      .webp({ effort: 0 })
      .withExif({ IFD0: { Model: 'X' } })
      .toBuffer();
    return file.subarray(0, Math.floor(file.indexOf('EXIF', 40, 'latin1') * 0.8));
  }),
  shown('WebP cut in its camera data', [0, 0], async () =>
    (
      await (
        await smallPhoto()
      )
        .webp({ effort: 0 })
        .withExif({ IFD0: { Model: 'X' } })
        .toBuffer()
    ).subarray(0, -9),
  ),
  shown('lossless WebP without its last five bytes', [0, 0.1], async () =>
    (await losslessWebp()).subarray(0, -5),
  ),
  shown('lossless WebP without its last fifth', [0.1, 0.33], async () => cut(await losslessWebp(), 0.8)),
  refused('lossless WebP without its last two fifths', async () => cut(await losslessWebp(), 0.6)),
  whole('animated WebP cut in its last frame', async () => (await animation('webp')).subarray(0, -20)),
  refused('animated WebP cut in its first frame', async () => {
    const file = await animation('webp');
    return file.subarray(0, file.indexOf('ANMF', file.indexOf('ANMF', 0, 'latin1') + 4, 'latin1') - 6);
  }),
  refused('WebP cut behind its header', async () => (await webp()).subarray(0, 30)),
  refused('WebP without its last two fifths', async () => cut(await webp(), 0.55)),
  refused('cut WebP that says four gigabytes', async () => {
    const file = Buffer.from(cut(await webp(), 0.9));
    file.writeUInt32LE(0xfffffff0, 4);
    return file;
  }),
  refused('AVIF without its last tenth', async () => cut(await avif(), 0.9)),
  refused('HEIC without its last tenth', async () => cut(heicFile('tile'), 0.9)),
  refused('HEIC in tiles, without its last tenth', async () => cut(await grid(), 0.9)),
  refused('HEIC cut in its boxes', async () => cut(heicFile('quarters'), 0.2)),
];

function flipped(file: Buffer, at: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
  return changed;
}
