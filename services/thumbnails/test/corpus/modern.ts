import type { CorpusCase } from './case.ts';
import { codedPicture, coloursOf, heicFile, heifFile, mirrored, profileOf, turned } from './heif.ts';
import { withSegment } from './jpeg.ts';
import { chunk } from './png.ts';
import { builtIn } from './profiles.ts';
import { randomBytes, seeded } from './random.ts';
import { smallPhoto } from './small-photo.ts';

/** What phones and their programs write today. */

const avif = async (options: object = {}) => (await smallPhoto()).avif({ effort: 0, ...options }).toBuffer();
const jpeg = async () => (await smallPhoto()).jpeg().toBuffer();
const tile = () => codedPicture(heicFile('tile'));
const tiles = { columns: 3, rows: 2, widthPx: 1500, heightPx: 1000 };

const cases = (
  ends: CorpusCase['ends'],
  files: Record<string, () => Promise<Uint8Array>>,
  more: Partial<CorpusCase> = {},
): CorpusCase[] => Object.entries(files).map(([name, bytes]) => ({ name, ends, bytes, ...more }));

export const modern: CorpusCase[] = [
  ...cases('renditions', {
    AVIF: () => avif(),
    'AVIF without subsampling': () => avif({ chromaSubsampling: '4:4:4' }),
    'AVIF of 10 bits': () => avif({ bitdepth: 10 }),
    'AVIF of 12 bits': () => avif({ bitdepth: 12 }),
    'lossless AVIF': () => avif({ lossless: true }),
    'AVIF with transparency': async () =>
      (await smallPhoto()).ensureAlpha(0.5).avif({ effort: 0 }).toBuffer(),
    'AVIF with a profile': async () =>
      (await smallPhoto()).withIccProfile('p3').avif({ effort: 0 }).toBuffer(),
    'AVIF with Display P3 in numbers': async () =>
      heifFile(codedPicture(await avif()), { properties: [coloursOf(12, 13, 6)] }),
    'AVIF turned and mirrored': async () =>
      heifFile(codedPicture(await avif()), { properties: [turned(1), mirrored(1)] }),
    'AVIF in tiles': async () =>
      heifFile(codedPicture(await avif()), { grid: { columns: 2, rows: 2, widthPx: 780, heightPx: 590 } }),
    HEIC: async () => heicFile('tile'),
    'small HEIC': async () => heicFile('quarters'),
    'HEIC in tiles, as a phone writes it': async () =>
      heifFile(tile(), { grid: tiles, properties: [turned(3), profileOf(await builtIn('p3'))] }),
    'HEIC of 10 bits': async () => heicFile('deep'),
    'HEIC with transparency': async () => heicFile('transparent'),
    'HEIC with numbers for high dynamic range': async () =>
      heifFile(tile(), { properties: [coloursOf(9, 16, 9)] }),
    'HEIC with a corrupt profile': async () =>
      heifFile(tile(), { properties: [profileOf(Buffer.alloc(400, 0xff))] }),
    'HEIC whose first brand is mif1 (.heif)': async () => heifFile(tile(), { brand: 'mif1' }),
    'HEIC whose first brand is heix (.hif)': async () =>
      heifFile(codedPicture(heicFile('deep')), { brand: 'heix' }),
    'two pictures in one file (MPO)': async () => {
      const directory = Buffer.from('MPF\0MM\0*\0\0\0\x08\0\0', 'latin1');
      return Buffer.concat([withSegment(await jpeg(), 0xe2, directory), await jpeg()]);
    },
    'JPEG with a gain map behind it (Ultra HDR)': async () => {
      const description = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><hdrgm Version="1.0"/></x:xmpmeta>';
      const segment = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${description}`, 'latin1');
      const gains = await (await smallPhoto()).greyscale().resize(100).jpeg().toBuffer();
      return Buffer.concat([withSegment(await jpeg(), 0xe1, segment), gains]);
    },
    'JPEG with a video behind it (motion photo)': async () =>
      Buffer.concat([await jpeg(), Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), Buffer.alloc(5000)]),
  }),
  ...cases(
    'renditions',
    {
      'animated PNG': async () => {
        const file = await (await smallPhoto()).png().toBuffer();
        const control = chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
        return Buffer.concat([file.subarray(0, 33), control, file.subarray(33)]);
      },
    },
    { isStill: true },
  ),
  ...cases('too-many-pixels', {
    'AVIF that says 20,000 × 20,000 px': async () =>
      heifFile(codedPicture(await avif()), { said: { widthPx: 20_000, heightPx: 20_000 } }),
    // Its boxes say less than its data: a decoder goes by the data.
    'AVIF of 60 megapixels in its data only': async () =>
      heifFile(codedPicture(await largeAvif()), { said: { widthPx: 64, heightPx: 64 } }),
    'HEIC that says 20,000 × 20,000 px': async () =>
      heifFile(tile(), { said: { widthPx: 20_000, heightPx: 20_000 } }),
    'HEIC of 65,025 tiles': async () =>
      heifFile(tile(), { grid: { columns: 255, rows: 255, widthPx: 8000, heightPx: 6000 } }),
  }),
  ...cases('unreadable', {
    'HEIC of random data': async () => heifFile({ ...tile(), data: randomBytes(5000, seeded(3)) }),
    'HEIC without data': async () => heifFile({ ...tile(), data: Buffer.alloc(0) }),
    'HEIC with the configuration of an AVIF': async () =>
      heifFile({ ...tile(), configuration: codedPicture(await avif()).configuration }),
    'HEIC of no width': async () => heifFile(tile(), { said: { widthPx: 0, heightPx: 512 } }),
    'AVIF that says it is HEIC': async () =>
      heifFile({ ...codedPicture(await avif()), type: 'hvc1' }, { brand: 'heic' }),
    'a picture of another codec': async () => heifFile({ ...tile(), type: 'jpeg' }),
    'HEIC whose boxes are random': async () =>
      Buffer.concat([heicFile('tile').subarray(0, 40), randomBytes(2000, seeded(4))]),
  }),
];

let large: Promise<Buffer> | undefined;
function largeAvif(): Promise<Buffer> {
  large ??= smallPhoto().then((photo) =>
    photo.resize(9000, 6700, { fit: 'fill', kernel: 'nearest' }).avif({ effort: 0, quality: 1 }).toBuffer(),
  );
  return large;
}
