import { type Camera, cameraField } from '@shutterbus/contracts/fields';
import { readExif } from './formats/exif.ts';

/**
 * What the camera wrote about the picture, never where it was taken. EXIF is written by all sorts of programs: a
 * field that makes no sense is left out, and damaged EXIF is no reason to refuse a picture that can be read.
 * @param exif the EXIF block of the file, as sharp's `metadata().exif`
 */
export function readCamera(exif: Uint8Array | undefined): Camera | undefined {
  if (!exif) return undefined;
  const { image, photo } = readExif(exif);
  const found: Record<keyof Camera, unknown> = {
    make: text(image.get(0x010f)),
    model: text(image.get(0x0110)),
    lens: text(photo.get(0xa434)),
    exposureSeconds: photo.get(0x829a),
    aperture: photo.get(0x829d),
    iso: photo.get(0x8827),
    focalLengthMm: photo.get(0x920a),
    capturedAt: localTime(text(photo.get(0x9003)), text(photo.get(0x9011))),
  };
  const sensible = Object.entries(found).filter(
    ([name, value]) => value !== undefined && cameraField.safeParse({ [name]: value }).success,
  );
  return sensible.length > 0 ? cameraField.parse(Object.fromEntries(sensible)) : undefined;
}

/** Cameras pad with spaces and zero bytes. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.replaceAll('\0', '').trim();
  return trimmed || undefined;
}

const timePattern = /^((?!0000)\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/;
/** Those that there are in the world. */
const offsetPattern = /^[+-](0\d|1[0-4]):[0-5]\d$/;

/**
 * EXIF has the camera's local time, with an offset from UTC only if the camera knew it. A clock that was never set says
 * 0000:00:00; neither that nor 30 February nor 24:00 is a time.
 */
function localTime(written: string | undefined, offset: string | undefined): string | undefined {
  const [, year, month, day, clock] = timePattern.exec(written ?? '') ?? [];
  const time = `${year}-${month}-${day}T${clock}`;
  const parsed = new Date(`${time}Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 19) !== time) return undefined;
  return time + (offset !== undefined && offsetPattern.test(offset) ? offset : '');
}
