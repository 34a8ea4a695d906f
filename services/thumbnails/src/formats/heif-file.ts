import { av1Sequences } from './av1-sequence.ts';
import { type Box, byteReader } from './boxes.ts';
import { type HeifBoxes, type HeifItem, readHeifBoxes } from './heif-boxes.ts';

/** What a HEIF or AVIF file says of itself and, of its pictures' data, what a decoder will make room for. */
export interface HeifFile {
  codec: 'hevc' | 'av1';
  /** As it is stored; cropping and turning come after. */
  widthPx: number;
  heightPx: number;
  /** Of the largest picture that is decoded on the way, and of all parts together. */
  largestPx: number;
  partsPx: number;
  bitDepth: number;
  /** Whether all the data are there. */
  isWhole: boolean;
  moves: boolean;
  colour: HeifColour;
  exif: Uint8Array | undefined;
}

/** `nclx` are the numbers of ITU-T H.273: primaries, transfer characteristics. */
export interface HeifColour {
  icc?: Uint8Array;
  nclx?: { primaries: number; transfer: number };
}

const codecs: Record<string, HeifFile['codec']> = { hvc1: 'hevc', hev1: 'hevc', av01: 'av1' };

/**
 * @returns nothing when the picture is of a kind that no camera writes, or the boxes are damaged
 */
export function readHeif(file: Uint8Array): HeifFile | undefined {
  try {
    return describe(file, readHeifBoxes(file));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function describe(file: Uint8Array, boxes: HeifBoxes): HeifFile {
  const primary = itemOf(boxes, boxes.primaryId);
  const parts = partsOf(boxes, primary);
  const types = new Set(parts.map(({ type }) => codecs[type]));
  const [codec] = types;
  if (types.size !== 1 || codec === undefined)
    throw new RangeError('A picture of another codec, or of several.');
  const size = sizeOf(file, boxes, primary);
  // Whatever is coded in the file may be decoded: thumbnails and depths are, by some versions of the libraries.
  const coded = [...boxes.items.values()].filter(({ type }) => codecs[type] !== undefined);
  const isWhole = coded.every(({ extents }) => extents.every(({ end }) => end <= file.length));
  const sequences =
    isWhole && codec === 'av1' ? coded.flatMap((item) => av1Sequences(dataOf(file, item))) : [];
  const pixelsOf = ({ widthPx, heightPx }: { widthPx: number; heightPx: number }): number =>
    widthPx * heightPx;
  const pictures = [size, ...coded.map((item) => sizeOf(file, boxes, item)), ...sequences];
  const largestPart = Math.max(...parts.map((part) => pixelsOf(sizeOf(file, boxes, part))));
  return {
    codec,
    ...size,
    largestPx: Math.max(...pictures.map(pixelsOf)),
    partsPx: parts.length * Math.max(largestPart, ...sequences.map(pixelsOf)),
    bitDepth: Math.max(8, ...sequences.map(({ bitDepth }) => bitDepth)),
    isWhole: isWhole && dataOf(file, primary).length > 0,
    moves: boxes.hasMovie && boxes.brands.includes('avis'),
    colour: colourOf(file, boxes, [primary, ...parts.slice(0, 1)]),
    exif: exifOf(file, boxes),
  };
}

/** The tiles of a grid, or the picture itself. */
function partsOf(boxes: HeifBoxes, primary: HeifItem): HeifItem[] {
  if (primary.type !== 'grid') return [primary];
  const tiles = boxes.references.find(({ type, from }) => type === 'dimg' && from === primary.id)?.to ?? [];
  return tiles.map((id) => itemOf(boxes, id));
}

function itemOf({ items }: HeifBoxes, id: number): HeifItem {
  const item = items.get(id);
  if (!item) throw new RangeError(`There is no item ${id}.`);
  return item;
}

const propertiesOf = ({ properties }: HeifBoxes, item: HeifItem, type: string): Box[] =>
  item.properties.flatMap((index) => (properties[index]?.type === type ? [properties[index]] : []));

function sizeOf(file: Uint8Array, boxes: HeifBoxes, item: HeifItem): { widthPx: number; heightPx: number } {
  const [box] = propertiesOf(boxes, item, 'ispe');
  if (!box) throw new RangeError(`The item ${item.id} has no size.`);
  const read = byteReader(file, box.start + 4);
  return { widthPx: read.uint(4), heightPx: read.uint(4) };
}

function dataOf(file: Uint8Array, { extents }: HeifItem): Uint8Array {
  const [first, second] = extents;
  if (first && !second) return file.subarray(first.start, first.end);
  return Buffer.concat(extents.map(({ start, end }) => file.subarray(start, end)));
}

/** An ICC profile before the numbers, as the standard has it; of the picture before those of its first part. */
function colourOf(file: Uint8Array, boxes: HeifBoxes, items: HeifItem[]): HeifColour {
  const colour: HeifColour = {};
  for (const { start, end } of items.flatMap((item) => propertiesOf(boxes, item, 'colr'))) {
    const read = byteReader(file, start);
    const kind = read.text(4);
    if (kind === 'prof' || kind === 'rICC') colour.icc ??= file.slice(read.at, end);
    if (kind === 'nclx') colour.nclx ??= { primaries: read.uint(2), transfer: read.uint(2) };
  }
  return colour;
}

/** Four bytes say how far behind them the TIFF header stands. */
function exifOf(file: Uint8Array, boxes: HeifBoxes): Uint8Array | undefined {
  const item = [...boxes.items.values()].find(({ type }) => type === 'Exif');
  const data = item && dataOf(file, item);
  if (!data || data.length < 8) return undefined;
  return data.slice(4 + byteReader(data).uint(4));
}
