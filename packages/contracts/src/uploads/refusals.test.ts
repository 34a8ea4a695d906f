import { rejectionField } from '../fields.ts';
import { refusalOf } from './refusals.ts';

const kinds = [
  'raw',
  'tiff',
  'jpeg-xl',
  'jpeg-2000',
  'svg',
  'psd',
  'bmp',
  'icon',
  'video',
  'pdf',
  'archive',
  'web-page',
  'unknown',
] as const;

describe('refusalOf', () => {
  it.each(kinds)('says of %s what it is and what to do, within the bounds of a rejection', (kind) => {
    const refusal = refusalOf(kind);
    expect(rejectionField.parse(refusal)).toEqual(refusal);
    expect(refusal.kind).toBe(kind === 'unknown' ? undefined : kind);
    expect(refusal.message).toMatch(/^This is .*\. (.*, and (upload|save)|If .*, upload) .*\.$/);
  });
});
