import * as z from 'zod';
import {
  altTextField,
  cameraField,
  descriptionField,
  handleParameter,
  imageTypeField,
  pictureNotesField,
  rejectionField,
  tagParameter,
  timestampField,
  titleField,
  ulidField,
  visibilityField,
  writtenAltTextField,
  writtenDescriptionField,
  writtenTitleField,
} from '../fields.ts';
import { defineRoute, idempotencyKeyHeader, pageOf, pageQuery, perPerson } from '../route.ts';
import { maxUploadBytes } from '../uploads/limits.ts';
import { personShape } from './users.ts';

export const photoShape = z.object({
  id: ulidField,
  title: titleField,
  description: descriptionField,
  /** What is to be seen, for who does not see it. Absent: the title stands for it. */
  altText: altTextField.optional(),
  visibility: visibilityField,
  /** `awaiting-upload` → `processing` → `ready` or `rejected`. Others than the owner only ever see `ready`. */
  status: z.enum(['awaiting-upload', 'processing', 'ready', 'rejected']),
  rejection: rejectionField.optional(),
  owner: personShape,
  /** Of the original: as promised until its bytes are there, then what they are. */
  contentType: imageTypeField,
  /** Size of the upright picture; from the moment it is ready. */
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
  placeholder: z.string().optional(),
  dominantColour: z.string().optional(),
  camera: cameraField.optional(),
  notes: pictureNotesField.optional(),
  /** Of published photos: a path on the web origin, as a picture for the preview of a link. */
  linkPreview: z
    .object({ url: z.string(), widthPx: z.int().positive(), heightPx: z.int().positive() })
    .optional(),
  /** `kind` is `whole` or `square`; one that is not known is to be passed over. `url` is absent for private photos: ask the thumbnails service for short-lived links. */
  renditions: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
      url: z.string().optional(),
    }),
  ),
  /** From `#…` in title and description, in small letters. */
  tags: z.array(z.string()).max(10),
  /** How many people like it. */
  likes: z.int().min(0),
  comments: z.int().min(0),
  createdAt: timestampField,
  updatedAt: timestampField,
  publishedAt: timestampField.optional(),
});
export type Photo = z.infer<typeof photoShape>;

const byId = z.object({ id: ulidField });
const notVisible = { 404: 'no such photo, or one that the caller may not see' };
const ownersOnly = {
  ...notVisible,
  403: 'a public photo of somebody else',
  409: 'the photo changed at the same time; read it and try again',
};

/** A photo that waits for its bytes, and the form that sends them. */
export const reservedShape = z.object({
  photo: photoShape,
  /** Send `fields` in this order as multipart/form-data to `url`, then the bytes as `file`, last. */
  upload: z.object({
    url: z.url(),
    fields: z.record(z.string(), z.string()),
    expiresAt: timestampField,
  }),
});

export const photoPage = pageOf(photoShape);

/** A photo as its owner sees it. */
export const ownPhotoShape = photoShape.extend({
  originalUrl: z.url().optional(),
  /** How often others looked at it since it is public, give or take a few. */
  views: z.int().min(0).optional(),
});

export const requestUpload = defineRoute({
  id: 'requestUpload',
  method: 'POST',
  path: '/v1/media',
  summary:
    'Reserves a photo and returns a presigned POST for its bytes, valid for 300 s. With an Idempotency-Key, a repeat within a day returns the same photo, and counts once.',
  headers: idempotencyKeyHeader,
  body: z.strictObject({
    title: writtenTitleField,
    description: writtenDescriptionField.default(''),
    visibility: visibilityField.default('private'),
    contentType: imageTypeField,
    sizeBytes: z.int().positive().meta({ maximum: maxUploadBytes }),
  }),
  responses: {
    201: reservedShape,
  },
  errors: {
    404: 'the photo of this Idempotency-Key is deleted',
    409: 'the same request is being answered at the same time; repeat it',
    413: `sizeBytes is over ${maxUploadBytes} (25 MiB)`,
    422: 'the Idempotency-Key stands for an upload of other content',
    429: 'too many uploads today, or too many whose bytes are not there yet; `limit` says which',
  },
});

export const listFeed = defineRoute({
  id: 'listFeed',
  method: 'GET',
  path: '/v1/media',
  auth: 'none',
  summary: 'Public photos, newest first; with `owner` those of one person, with `tag` those that say so.',
  query: pageQuery.extend({ owner: handleParameter.optional(), tag: tagParameter.optional() }),
  responses: { 200: photoPage },
});

export const listMine = defineRoute({
  id: 'listMine',
  method: 'GET',
  path: '/v1/media/mine',
  summary: 'All photos of the caller in every state, newest first.',
  query: pageQuery,
  responses: { 200: photoPage },
});

export const getPhoto = defineRoute({
  id: 'getPhoto',
  method: 'GET',
  path: '/v1/media/{id}',
  summary: 'One photo; for its owner with a link to the original, valid for 300 s.',
  params: byId,
  responses: { 200: ownPhotoShape },
  errors: notVisible,
});

export const updatePhoto = defineRoute({
  id: 'updatePhoto',
  method: 'PATCH',
  path: '/v1/media/{id}',
  summary: 'Changes title, description, alternative text or visibility of one of the caller’s photos.',
  limit: perPerson,
  params: byId,
  body: z
    .strictObject({
      title: writtenTitleField.optional(),
      description: writtenDescriptionField.optional(),
      altText: writtenAltTextField.optional(),
      visibility: visibilityField.optional(),
    })
    .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
    .meta({ minProperties: 1 }),
  responses: { 200: photoShape },
  errors: ownersOnly,
});

export const deletePhoto = defineRoute({
  id: 'deletePhoto',
  method: 'DELETE',
  path: '/v1/media/{id}',
  summary: 'Deletes one of the caller’s photos with everything made from it.',
  limit: perPerson,
  params: byId,
  responses: { 204: null },
  errors: ownersOnly,
});
