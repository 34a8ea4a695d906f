import * as z from 'zod';
import { defineEvent } from '../event.ts';
import {
  cameraField,
  originalTypeField,
  pictureNotesField,
  rejectionField,
  ulidField,
  userIdField,
  visibilityField,
} from '../fields.ts';

const source = 'shutterbus.thumbnails';
const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
const ownerId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const folder = 'renditions/4fJx0uSuw2cVQeT1u9n8Zw';

/** One image file made from a photo. */
export const renditionField = z.object({
  /** Which one of the list in the thumbnails service. For people and addresses; a program goes by kind and size. */
  name: z.string().regex(/^[a-z0-9-]{1,20}$/),
  /**
   * `whole`: all of the picture. `square`: the part of it that catches the eye. A reader passes over kinds that it does
   * not know. Absent in older sets, whose squares have names that begin with `s`.
   */
  kind: z
    .string()
    .regex(/^[a-z-]{1,20}$/)
    .optional(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  sizeBytes: z.int().positive(),
  contentType: z.literal('image/webp'),
  /** Object key. A public one begins with `renditions/` and is its path on the web origin. */
  key: z.string().min(1),
});
export type Rendition = z.infer<typeof renditionField>;

/** What a rendition is, also of a set from before `kind` was told. */
export const kindOf = ({ name, kind }: Pick<Rendition, 'name' | 'kind'>): string =>
  kind ?? (name.startsWith('s') ? 'square' : 'whole');

/** For the previews that messengers and networks make of a link: 1,200 px wide at most, and at most 300 kB. */
export const linkPreviewField = renditionField
  .pick({ widthPx: true, heightPx: true, sizeBytes: true, key: true })
  .extend({ contentType: z.literal('image/jpeg') });

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
    /** Of the original, by its bytes; absent in older events. */
    contentType: originalTypeField.optional(),
    renditions: z.array(renditionField).min(1),
    /** Of public photos only. */
    linkPreview: linkPreviewField.optional(),
    notes: pictureNotesField.optional(),
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
        kind: 'whole',
        widthPx: 160,
        heightPx: 120,
        sizeBytes: 3_212,
        contentType: 'image/webp',
        key: `${folder}/w160.webp`,
      },
      {
        name: 'w640',
        kind: 'whole',
        widthPx: 640,
        heightPx: 480,
        sizeBytes: 31_870,
        contentType: 'image/webp',
        key: `${folder}/w640.webp`,
      },
    ],
    linkPreview: {
      widthPx: 1200,
      heightPx: 900,
      sizeBytes: 187_204,
      contentType: 'image/jpeg',
      key: `${folder}/link-preview.jpg`,
    },
    notes: { damaged: { missingShare: 0.12 } },
    dominantColour: '#7a8b9c',
    camera: {
      make: 'Example',
      model: 'Pocket 3',
      exposureSeconds: 0.008,
      aperture: 1.8,
      iso: 64,
      capturedAt: '2026-11-21T10:28:41+01:00',
    },
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
