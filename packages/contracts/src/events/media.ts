import * as z from 'zod';
import { defineEvent } from '../event.ts';
import {
  altTextField,
  descriptionField,
  originalTypeField,
  rejectionField,
  shownPictureExample,
  shownPictureField,
  timestampField,
  titleField,
  ulidField,
  userIdField,
  visibilityField,
} from '../fields.ts';

const source = 'shutterbus.media';
const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
const ownerId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const photo = z.object({ mediaId: ulidField, ownerId: userIdField });
/** The bytes of a photo: named, not carried (claim check). */
const originalShape = photo.extend({
  bucket: z.string().min(3),
  key: z.string().min(1),
  /** Read this version, never the latest: a presigned POST can be replayed. */
  versionId: z.string().min(1),
});
const originalExample = {
  mediaId,
  ownerId,
  bucket: 'shutterbus-media-uploads',
  key: `originals/${ownerId}/${mediaId}`,
  versionId: '3HL4kqtJvjVBH40Nrjfkd3vXl8zX0u1p',
};

const uploaded = originalShape.extend({ sizeBytes: z.int().positive(), visibility: visibilityField });
const uploadedExample = { ...originalExample, sizeBytes: 4_194_304, visibility: 'public' } as const;

/** Aggregate of every event here: the photo. Sent for the four types that its readers know. */
export const MediaUploaded = defineEvent({
  source,
  detailType: 'MediaUploaded',
  version: 1,
  summary:
    'The bytes of a photo arrived and are of a type that is taken. They are named, not carried (claim check).',
  data: uploaded.extend({ contentType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif']) }),
  example: { ...uploadedExample, contentType: 'image/jpeg' },
});

/** The same for every other type. */
export const MediaUploadedV2 = defineEvent({
  source,
  detailType: 'MediaUploaded',
  version: 2,
  summary:
    'The bytes of a photo arrived and are of a type that version 1 does not name; there may be more of these.',
  data: uploaded.extend({ contentType: originalTypeField }),
  example: { ...uploadedExample, contentType: 'image/heic' },
});

/** The photo did not change: `aggregateVersion` is the one that it had when somebody asked. */
export const MediaRenditionsRequested = defineEvent({
  source,
  detailType: 'MediaRenditionsRequested',
  version: 1,
  summary:
    'The renditions of a ready photo are wanted as the list has them now; a set that is so already stays.',
  data: originalShape.extend({ visibility: visibilityField }),
  example: { ...originalExample, visibility: 'public' },
});

export const MediaPublished = defineEvent({
  source,
  detailType: 'MediaPublished',
  version: 1,
  summary: 'A photo became visible to everybody: it is public and its renditions are there.',
  data: photo.extend({
    ...{ title: titleField, publishedAt: timestampField },
    /** Absent in older events. */
    picture: shownPictureField.optional(),
  }),
  example: {
    ...{ mediaId, ownerId, title: 'First snow', publishedAt: '2026-11-21T09:30:00.000Z' },
    picture: shownPictureExample,
  },
});

export const MediaUpdated = defineEvent({
  source,
  detailType: 'MediaUpdated',
  version: 1,
  summary: 'Title, description or alternative text of a photo changed; carries all as they are now.',
  data: photo.extend({
    ...{ title: titleField, description: descriptionField },
    /** Absent where the title stands for it. */
    altText: altTextField.optional(),
  }),
  example: {
    mediaId,
    ownerId,
    title: 'First snow',
    description: 'On the way to the bus.',
    altText: 'A white street',
  },
});

export const MediaVisibilityChanged = defineEvent({
  source,
  detailType: 'MediaVisibilityChanged',
  version: 1,
  summary: 'The owner made a photo public or private; the renditions have to move.',
  data: photo.extend({ visibility: visibilityField }),
  example: { mediaId, ownerId, visibility: 'private' },
});

export const MediaRejected = defineEvent({
  source,
  detailType: 'MediaRejected',
  version: 1,
  summary: 'A photo will never be shown; the reason is for its owner.',
  data: photo.extend({ title: titleField, reason: rejectionField }),
  example: {
    mediaId,
    ownerId,
    title: 'First snow',
    reason: { code: 'unreadable', message: 'The file is damaged or is not a picture.' },
  },
});

export const MediaDeleted = defineEvent({
  source,
  detailType: 'MediaDeleted',
  version: 1,
  summary: 'A photo is gone; everything made from it has to go too.',
  data: photo.extend({ bucket: z.string().min(3), key: z.string().min(1) }),
  example: { mediaId, ownerId, bucket: 'shutterbus-media-uploads', key: `originals/${ownerId}/${mediaId}` },
});
