import { type Camera, cameraField } from '@shutterbus/contracts/fields';
import readExif from 'exif-reader';

/**
 * What the camera wrote about the picture, never where it was taken. EXIF is written by all sorts of programs: a
 * field that makes no sense is left out, and damaged EXIF is no reason to refuse a picture that can be read.
 * @param exif the EXIF block of the file, as sharp's `metadata().exif`
 */
export function readCamera(exif: Uint8Array | undefined): Camera | undefined {
  if (!exif) return undefined;
  const { Image = {}, Photo = {} } = parse(exif);
  const found: Record<keyof Camera, unknown> = {
    make: text(Image.Make),
    model: text(Image.Model),
    lens: text(Photo.LensModel),
    exposureSeconds: Photo.ExposureTime,
    aperture: Photo.FNumber,
    iso: Array.isArray(Photo.ISOSpeedRatings) ? Photo.ISOSpeedRatings[0] : Photo.ISOSpeedRatings,
    focalLengthMm: Photo.FocalLength,
    capturedAt: localTime(Photo.DateTimeOriginal, text(Photo.OffsetTimeOriginal)),
  };
  const sensible = Object.entries(found).filter(
    ([name, value]) => value !== undefined && cameraField.safeParse({ [name]: value }).success,
  );
  return sensible.length > 0 ? cameraField.parse(Object.fromEntries(sensible)) : undefined;
}

type Tags = Record<string, unknown>;

function parse(exif: Uint8Array): { Image?: Tags; Photo?: Tags } {
  try {
    const { Image, Photo } = readExif(Buffer.from(exif));
    return { ...(Image && { Image: { ...Image } }), ...(Photo && { Photo: { ...Photo } }) };
  } catch {
    return {};
  }
}

/** Cameras pad with spaces and zero bytes. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.replaceAll('\0', '').trim();
  return trimmed || undefined;
}

/** EXIF has the camera's local time, with an offset from UTC only if the camera knew it. The parser reads it as UTC. */
function localTime(value: unknown, offset: string | undefined): string | undefined {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
  const offsetKnown = offset !== undefined && /^[+-]\d\d:\d\d$/.test(offset);
  return value.toISOString().slice(0, 19) + (offsetKnown ? offset : '');
}
