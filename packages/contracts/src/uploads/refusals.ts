import type { Rejection } from '../fields.ts';
import type { OtherKind } from './kind-of-file.ts';
import { takenFormats } from './taken-formats.ts';

const sentences: Readonly<Record<OtherKind, string>> = {
  raw: 'This is a camera’s RAW file. Export it as JPEG, and upload that.',
  tiff: 'This is a TIFF picture. Export it as JPEG or PNG, and upload that.',
  'jpeg-xl':
    'This is a JPEG XL picture, which most browsers cannot show. Export it as JPEG, and upload that.',
  'jpeg-2000': 'This is a JPEG 2000 picture, which browsers cannot show. Export it as JPEG, and upload that.',
  svg: 'This is an SVG drawing. Export it as PNG, and upload that.',
  psd: 'This is a Photoshop document. Export it as JPEG or PNG, and upload that.',
  bmp: 'This is a BMP picture. Save it as PNG, and upload that.',
  icon: 'This is an icon file. Export it as PNG, and upload that.',
  video: 'This is a video. If it belongs to a Live Photo, upload the photo that lies beside it.',
  pdf: 'This is a PDF document. Export the page as JPEG or PNG, and upload that.',
  archive: 'This is an archive. Unpack it, and upload the photos that are in it.',
  'web-page': 'This is a web page, not a picture. Open it, and save the picture that it shows.',
  unknown: `This is no picture that can be taken. Export it as ${takenFormats}, and upload that.`,
};

/** Why a file of this kind is refused, with the way out; the same before a byte is sent and after. */
export const refusalOf = (kind: OtherKind): Rejection => ({
  code: 'type-mismatch',
  ...(kind !== 'unknown' && { kind }),
  message: sentences[kind],
});
