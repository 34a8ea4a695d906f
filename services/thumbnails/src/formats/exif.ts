/** A value as EXIF has it: text, or a number; of several numbers the first. */
type Value = string | number;

/** By tag, of the two directories that tell of camera and exposure. What tells of the place stands in a third one. */
export interface ExifTags {
  image: ReadonlyMap<number, Value>;
  photo: ReadonlyMap<number, Value>;
}

const photoDirectory = 0x8769;
/** More entries than any camera writes; what a damaged count claims beyond them is not read. */
const maxEntries = 500;

/**
 * Reads EXIF as the standard has it (CIPA DC-008, JEITA CP-3451): text, and whole or broken numbers. Damaged entries
 * are left out; what is no EXIF has none.
 * @param exif a TIFF header and what follows it, behind `Exif\0\0` or not
 */
export function readExif(exif: Uint8Array): ExifTags {
  const start = String.fromCharCode(...exif.subarray(0, 6)) === 'Exif\0\0' ? 6 : 0;
  const tiff = new DataView(exif.buffer, exif.byteOffset + start, Math.max(0, exif.length - start));
  const nothing: ExifTags = { image: new Map(), photo: new Map() };
  if (tiff.byteLength < 8) return nothing;
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return nothing;
  const little = order === 0x4949;
  const image = directory(tiff, tiff.getUint32(4, little), little);
  const at = image.get(photoDirectory);
  return { image, photo: typeof at === 'number' ? directory(tiff, at, little) : new Map() };
}

function directory(tiff: DataView, start: number, little: boolean): Map<number, Value> {
  const values = new Map<number, Value>();
  if (start + 2 > tiff.byteLength) return values;
  const count = Math.min(tiff.getUint16(start, little), maxEntries);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    if (entry + 12 > tiff.byteLength) break;
    const value = valueAt(tiff, entry, little);
    if (value !== undefined) values.set(tiff.getUint16(entry, little), value);
  }
  return values;
}

/** Bytes of one value by type: text, 16 and 32 bits, and a fraction of two numbers of 32 bits. */
const sizes: Record<number, number> = { 2: 1, 3: 2, 4: 4, 5: 8 };

function valueAt(tiff: DataView, entry: number, little: boolean): Value | undefined {
  const type = tiff.getUint16(entry + 2, little);
  const count = tiff.getUint32(entry + 4, little);
  const bytes = (sizes[type] ?? 0) * count;
  const at = bytes <= 4 ? entry + 8 : tiff.getUint32(entry + 8, little);
  if (bytes === 0 || at + bytes > tiff.byteLength) return undefined;
  if (type === 2)
    return new TextDecoder('latin1').decode(new Uint8Array(tiff.buffer, tiff.byteOffset + at, count));
  if (type === 3) return tiff.getUint16(at, little);
  if (type === 4) return tiff.getUint32(at, little);
  return tiff.getUint32(at, little) / tiff.getUint32(at + 4, little);
}
