import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readHeifBoxes } from '../../src/formats/heif-boxes.ts';

/** HEIF and AVIF files put together by hand, from pictures that an encoder has coded. ISO/IEC 23008-12 */

interface CodedPicture {
  type: string;
  /** The box that tells a decoder how the data are coded. */
  configuration: Buffer;
  data: Buffer;
  widthPx: number;
  heightPx: number;
}

interface Composition {
  brand?: string;
  /** The picture again and again, cropped to this size. */
  grid?: { columns: number; rows: number; widthPx: number; heightPx: number };
  /** Boxes about the picture: how it is turned, what its colours mean. */
  properties?: Buffer[];
  /** A TIFF header and what follows it. */
  exif?: Buffer;
  /** The size that the file says, when it is to be another than that of the data. */
  said?: { widthPx: number; heightPx: number };
}

/** A committed HEIC file (hevc/draw.ts). */
export const heicFile = (name: string): Buffer =>
  readFileSync(path.join(import.meta.dirname, 'hevc', `${name}.heic`));

/** The primary picture of a file, as it is coded. */
export function codedPicture(file: Buffer): CodedPicture {
  const { items, primaryId, properties } = readHeifBoxes(file);
  const item = items.get(primaryId);
  if (!item) throw new Error('no primary picture');
  const boxes = item.properties.map((index) => properties[index]);
  const configuration = boxes.find((each) => each?.type === 'hvcC' || each?.type === 'av1C');
  const size = boxes.find((each) => each?.type === 'ispe');
  if (!configuration || !size) throw new Error('a picture without configuration or size');
  return {
    type: item.type,
    configuration: box(configuration.type, file.subarray(configuration.start, configuration.end)),
    data: Buffer.concat(item.extents.map(({ start, end }) => file.subarray(start, end))),
    widthPx: file.readUInt32BE(size.start + 4),
    heightPx: file.readUInt32BE(size.start + 8),
  };
}

export function heifFile(picture: CodedPicture, options: Composition = {}): Buffer {
  const {
    brand = picture.type === 'av01' ? 'avif' : 'heic',
    grid,
    exif,
    said = picture,
    properties = [],
  } = options;
  const tiles = grid ? grid.columns * grid.rows : 1;
  const tileIds = Array.from({ length: tiles }, (_, index) => index + 1);
  const gridId = grid ? tiles + 1 : undefined;
  const exifId = exif ? tiles + 2 : undefined;
  const primary = gridId ?? 1;
  const gridData = grid
    ? Buffer.concat([
        Buffer.from([0, 0, grid.rows - 1, grid.columns - 1]),
        u16(grid.widthPx),
        u16(grid.heightPx),
      ])
    : Buffer.alloc(0);
  const exifData = exif ? Buffer.concat([u32(0), exif]) : Buffer.alloc(0);
  const sizes = [ispe(said), ...(grid ? [ispe(grid)] : [])];
  const boxes = [picture.configuration, ...sizes, ...properties];
  const aboutPrimary = properties.map((_, index) => 2 + sizes.length + index);
  const aboutTile = grid ? [1, 2] : [1, 2, ...aboutPrimary];

  const meta = (dataAt: number): Buffer =>
    full('meta', [
      full('hdlr', [u32(0), Buffer.from('pict'), Buffer.alloc(13)]),
      full('pitm', [u16(primary)]),
      full('iinf', [
        u16(tiles + (grid ? 1 : 0) + (exif ? 1 : 0)),
        ...tileIds.map((id) => itemEntry(id, picture.type, grid !== undefined)),
        ...(gridId ? [itemEntry(gridId, 'grid', false)] : []),
        ...(exifId ? [itemEntry(exifId, 'Exif', true)] : []),
      ]),
      ...(gridId || exifId
        ? [
            full('iref', [
              ...(gridId ? [reference('dimg', gridId, tileIds)] : []),
              ...(exifId ? [reference('cdsc', exifId, [primary])] : []),
            ]),
          ]
        : []),
      box(
        'iprp',
        box('ipco', ...boxes),
        full('ipma', [
          u32(tiles + (grid ? 1 : 0)),
          ...tileIds.map((id) => association(id, aboutTile)),
          ...(gridId ? [association(gridId, [3, ...aboutPrimary])] : []),
        ]),
      ),
      full('iloc', [
        Buffer.from([0x44, 0x00]),
        u16(tiles + (grid ? 1 : 0) + (exif ? 1 : 0)),
        ...tileIds.map((id) => location(id, dataAt, picture.data.length)),
        ...(gridId ? [location(gridId, dataAt + picture.data.length, gridData.length)] : []),
        ...(exifId
          ? [location(exifId, dataAt + picture.data.length + gridData.length, exifData.length)]
          : []),
      ]),
    ]);

  const head = box('ftyp', Buffer.from(brand), u32(0), Buffer.from(`mif1${brand}`));
  const dataAt = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(dataAt), box('mdat', picture.data, gridData, exifData)]);
}

/** Turns by quarters against the clock, after which it is mirrored: 0 exchanges upper and lower, 1 left and right. */
export const turned = (quarters: number): Buffer => box('irot', Buffer.from([quarters]));
export const mirrored = (axis: 0 | 1): Buffer => box('imir', Buffer.from([axis]));

export const profileOf = (profile: Uint8Array): Buffer => box('colr', Buffer.from('prof'), profile);
/** Numbers of ITU-T H.273. */
export const coloursOf = (primaries: number, transfer: number, matrix: number): Buffer =>
  box('colr', Buffer.from('nclx'), u16(primaries), u16(transfer), u16(matrix), Buffer.from([0x80]));

function box(type: string, ...contents: Uint8Array[]): Buffer {
  const length = contents.reduce((sum, { length }) => sum + length, 8);
  return Buffer.concat([u32(length), Buffer.from(type, 'latin1'), ...contents]);
}

const full = (type: string, contents: Uint8Array[]): Buffer => box(type, u32(0), ...contents);

const ispe = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Buffer =>
  full('ispe', [u32(widthPx), u32(heightPx)]);

function itemEntry(id: number, type: string, isHidden: boolean): Buffer {
  return box(
    'infe',
    u32(0x02000000 + (isHidden ? 1 : 0)),
    u16(id),
    u16(0),
    Buffer.from(`${type}\0`, 'latin1'),
  );
}

const reference = (type: string, from: number, to: number[]): Buffer =>
  box(type, u16(from), u16(to.length), ...to.map(u16));

const association = (id: number, properties: number[]): Buffer =>
  Buffer.concat([u16(id), Buffer.from([properties.length, ...properties])]);

const location = (id: number, at: number, length: number): Buffer =>
  Buffer.concat([u16(id), u16(0), u16(1), u32(at), u32(length)]);

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
