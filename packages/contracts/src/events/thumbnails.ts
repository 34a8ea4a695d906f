import * as z from 'zod';
import { defineEvent } from '../event.ts';
import { cameraField, rejectionField, ulidField, userIdField, visibilityField } from '../fields.ts';

const source = 'shutterbus.thumbnails';
const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
const ownerId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const folder = 'renditions/4fJx0uSuw2cVQeT1u9n8Zw';

/** One image file made from a photo. */
export const renditionField = z.object({
  /** Which one of the list in the thumbnails service: `w160`, `w320`, `w640`, `w1280`, … */
  name: z.string().regex(/^[a-z0-9-]{1,20}$/),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  sizeBytes: z.int().positive(),
  contentType: z.literal('image/webp'),
  /** Object key. A public one begins with `renditions/` and is its path on the web origin. */
  key: z.string().min(1),
});
export type Rendition = z.infer<typeof renditionField>;

/** What an event says about the photo it answers to. */
const answered = z.object({
  mediaId: ulidField,
  ownerId: userIdField,
  /** `aggregateVersion` of the media event that this answers; an older one than the reader's is out of date. */
  mediaVersion: z.int().positive(),
});

/**
 * Aggregate: the photo's set of renditions. Emitted when the set is made, and again when it moved or was made anew: of
 * two sets for the same `mediaVersion`, the one with the higher `aggregateVersion` is there, and the other is gone.
 */
export const ThumbnailsGenerated = defineEvent({
  source,
  detailType: 'ThumbnailsGenerated',
  version: 1,
  summary: 'All renditions of a photo exist, at the places named here, for the visibility named here.',
  data: answered.extend({
    visibility: visibilityField,
    /** Size of the upright original. */
    widthPx: z.int().positive(),
    heightPx: z.int().positive(),
    renditions: z.array(renditionField).min(1),
    /** ThumbHash, base64: a blurred picture of about 25 bytes to show while the real one loads. */
    placeholder: z.string().max(100).optional(),
    dominantColour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .optional(),
    camera: cameraField.optional(),
  }),
  example: {
    mediaId,
    ownerId,
    mediaVersion: 2,
    visibility: 'public',
    widthPx: 4032,
    heightPx: 3024,
    renditions: [
      {
        name: 'w160',
        widthPx: 160,
        heightPx: 120,
        sizeBytes: 3_212,
        contentType: 'image/webp',
        key: `${folder}/w160.webp`,
      },
      {
        name: 'w640',
        widthPx: 640,
        heightPx: 480,
        sizeBytes: 31_870,
        contentType: 'image/webp',
        key: `${folder}/w640.webp`,
      },
    ],
    dominantColour: '#7a8b9c',
    camera: { make: 'Example', model: 'Pocket 3', exposureSeconds: 0.008, aperture: 1.8, iso: 64 },
  },
});

/** Aggregate: the photo's set of renditions. */
export const ThumbnailGenerationFailed = defineEvent({
  source,
  detailType: 'ThumbnailGenerationFailed',
  version: 1,
  summary: 'The renditions of a photo cannot be made, and trying again would not help.',
  data: answered.extend({ reason: rejectionField }),
  example: {
    mediaId,
    ownerId,
    mediaVersion: 2,
    reason: { code: 'too-many-pixels', message: 'The picture has more than 50 megapixels.' },
  },
});
