import { type Box, boxesIn, byteReader } from './boxes.ts';

interface Extent {
  start: number;
  end: number;
}

/** One thing in a HEIF file: a coded picture, a picture put together from others, or data about one. */
export interface HeifItem {
  id: number;
  type: string;
  /** In the file, one after the other. */
  extents: Extent[];
  /** Indexes into the list of properties. */
  properties: number[];
}

export interface HeifBoxes {
  brands: string[];
  hasMovie: boolean;
  primaryId: number;
  items: Map<number, HeifItem>;
  properties: Box[];
  /** Of kind `type` from one item to others. */
  references: { type: string; from: number; to: number[] }[];
}

/**
 * The boxes of a HEIF or AVIF file that tell what is in it (ISO/IEC 23008-12; 14496-12, section 8.11).
 * @throws RangeError when they are damaged, or of a kind that no camera writes
 */
export function readHeifBoxes(file: Uint8Array): HeifBoxes {
  const top = topBoxes(file);
  const brandBox = one(top, 'ftyp');
  const meta = one(top, 'meta');
  const inner = boxesIn(file, meta.start + 4, meta.end);
  const items = itemsOf(file, one(inner, 'iinf'));
  const idat = inner.find(({ type }) => type === 'idat');
  locate(file, one(inner, 'iloc'), items, idat);
  const properties = boxesIn(file, ...range(one(inner, 'iprp')));
  for (const box of properties.filter(({ type }) => type === 'ipma')) associate(file, box, items);
  const iref = inner.find(({ type }) => type === 'iref');
  const primary = byteReader(file, one(inner, 'pitm').start);
  const isLong = primary.uint(4) >>> 24 > 0;
  return {
    brands: brandsOf(file, brandBox),
    hasMovie: top.some(({ type }) => type === 'moov'),
    primaryId: primary.uint(isLong ? 4 : 2),
    items,
    properties: boxesIn(file, ...range(one(properties, 'ipco'))),
    references: iref ? referencesOf(file, iref) : [],
  };
}

/** A file may be cut in the box that holds the pictures' data: what is missing shows when they are located. */
function topBoxes(file: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= file.length; ) {
    const read = byteReader(file, at);
    const short = read.uint(4);
    const type = read.text(4);
    const size = short === 1 ? read.uint(8) : short === 0 ? file.length - at : short;
    if (size < read.at - at) throw new RangeError(`A box ${type} of ${size} bytes.`);
    boxes.push({ type, start: read.at, end: Math.min(at + size, file.length) });
    at += size;
  }
  return boxes;
}

function one(boxes: Box[], type: string): Box {
  const found = boxes.find((box) => box.type === type);
  if (!found) throw new RangeError(`There is no box ${type}.`);
  return found;
}

const range = ({ start, end }: Box): [number, number] => [start, end];

function brandsOf(file: Uint8Array, { start, end }: Box): string[] {
  const read = byteReader(file, start);
  const brands = [read.text(4)];
  read.skip(4);
  while (read.at + 4 <= end) brands.push(read.text(4));
  return brands;
}

function itemsOf(file: Uint8Array, box: Box): Map<number, HeifItem> {
  const head = byteReader(file, box.start);
  const version = head.uint(4) >>> 24;
  head.uint(version === 0 ? 2 : 4);
  const items = new Map<number, HeifItem>();
  for (const { start } of boxesIn(file, head.at, box.end)) {
    const read = byteReader(file, start);
    const entryVersion = read.uint(4) >>> 24;
    const id = read.uint(entryVersion >= 3 ? 4 : 2);
    read.skip(2);
    items.set(id, { id, type: read.text(4), extents: [], properties: [] });
  }
  return items;
}

function locate(file: Uint8Array, box: Box, items: Map<number, HeifItem>, idat: Box | undefined): void {
  const read = byteReader(file, box.start);
  const version = read.uint(4) >>> 24;
  const sizes = read.uint(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version > 0 ? sizes & 15 : 0;
  const count = read.uint(version < 2 ? 2 : 4);
  for (let index = 0; index < count; index += 1) {
    const id = read.uint(version < 2 ? 2 : 4);
    const method = version > 0 ? read.uint(2) & 15 : 0;
    read.skip(2);
    const base = read.uint(baseSize);
    const extents = read.uint(2);
    const origin = method === 0 ? 0 : method === 1 && idat ? idat.start : undefined;
    for (let extent = 0; extent < extents; extent += 1) {
      read.uint(indexSize);
      const start = (origin ?? 0) + base + read.uint(offsetSize);
      const length = read.uint(lengthSize);
      if (origin === undefined) continue;
      items.get(id)?.extents.push({ start, end: length === 0 ? file.length : start + length });
    }
  }
}

function associate(file: Uint8Array, box: Box, items: Map<number, HeifItem>): void {
  const read = byteReader(file, box.start);
  const head = read.uint(4);
  const [isLong, isWide] = [head >>> 24 > 0, (head & 1) === 1];
  const count = read.uint(4);
  for (let index = 0; index < count; index += 1) {
    const item = items.get(read.uint(isLong ? 4 : 2));
    const properties = read.uint(1);
    for (let property = 0; property < properties; property += 1) {
      const number = isWide ? read.uint(2) & 0x7fff : read.uint(1) & 0x7f;
      if (number > 0) item?.properties.push(number - 1);
    }
  }
}

function referencesOf(file: Uint8Array, box: Box): HeifBoxes['references'] {
  const size = byteReader(file, box.start).uint(4) >>> 24 > 0 ? 4 : 2;
  return boxesIn(file, box.start + 4, box.end).map(({ type, start }) => {
    const read = byteReader(file, start);
    const from = read.uint(size);
    const count = read.uint(2);
    return { type, from, to: Array.from({ length: count }, () => read.uint(size)) };
  });
}
