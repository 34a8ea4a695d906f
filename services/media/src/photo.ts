import {
  altTextField,
  cameraField,
  descriptionField,
  imageTypeField,
  pictureNotesField,
  rejectionField,
  timestampField,
  titleField,
  ulidField,
  userIdField,
  visibilityField,
} from '@shutterbus/contracts/fields';
import { tagsIn } from '@shutterbus/contracts/tags';
import * as z from 'zod';

/** What the thumbnails service last told about a photo's renditions. */
const pictureSchema = z.object({
  /** Version of the photo's event that this set answers. */
  mediaVersion: z.int().positive(),
  /** Which of the sets that answer it; a set can be made anew. Absent in what was written before that was so. */
  setVersion: z.int().positive().optional(),
  visibility: visibilityField,
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  renditions: z.array(
    z.object({
      name: z.string(),
      /** Absent in what was written before it was told. */
      kind: z.string().optional(),
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
      key: z.string().min(1),
    }),
  ),
  placeholder: z.string().optional(),
  dominantColour: z.string().optional(),
  camera: cameraField.optional(),
  notes: pictureNotesField.optional(),
  linkPreview: z
    .object({ widthPx: z.int().positive(), heightPx: z.int().positive(), key: z.string().min(1) })
    .optional(),
});
export type Picture = z.infer<typeof pictureSchema>;

/** A photo as this service keeps it. */
export const photoSchema = z.object({
  mediaId: ulidField,
  ownerId: userIdField,
  title: titleField,
  description: descriptionField,
  /** Absent, also in what was written before there was one: the title stands for it. */
  altText: altTextField.optional(),
  visibility: visibilityField,
  status: z.enum(['awaiting-upload', 'processing', 'ready', 'rejected']),
  contentType: imageTypeField,
  sizeBytes: z.int().positive(),
  /** Of the request that reserved the photo; everything that the upload causes carries it. */
  correlationId: z.string().min(1),
  createdAt: timestampField,
  updatedAt: timestampField,
  /** First time that everybody could see it; stays when it is hidden and shown again. */
  publishedAt: timestampField.optional(),
  /** Grows with each write and each event; the lock of every write. */
  version: z.int().positive(),
  /** Version of the event that last stated the visibility. An older set of renditions lies in the wrong place. */
  visibilityVersion: z.int().positive(),
  /** The one version of the original that counts. Set once, when the first bytes arrive. */
  originalVersionId: z.string().min(1).optional(),
  rejection: rejectionField.optional(),
  picture: pictureSchema.optional(),
});
export type Photo = z.infer<typeof photoSchema>;

/** Versions first: a set for an older event is out of date, however late it was made. */
export const isNewer = (told: Picture, known: Picture): boolean =>
  told.mediaVersion === known.mediaVersion
    ? (told.setVersion ?? 0) > (known.setVersion ?? 0)
    : told.mediaVersion > known.mediaVersion;

/**
 * Whether everybody may see the photo: it is public, and its renditions lie where the public may read them *for
 * this publication*. Feed entry and URLs follow from it, so that hiding takes both away in one write.
 */
export function isPublished({ status, visibility, visibilityVersion, picture }: Photo): boolean {
  return (
    status === 'ready' &&
    visibility === 'public' &&
    picture?.visibility === 'public' &&
    picture.mediaVersion >= visibilityVersion
  );
}

const dayMs = 24 * 60 * 60 * 1000;
/** How long a photo without a picture stays after its last change: bytes that never came are waited for, and of a refusal the owner reads. */
const keptForDays = { 'awaiting-upload': 1, rejected: 30 } as const;

/** When nobody needs the photo any more; undefined for one that has a picture, or will have one. */
export function goesAt({ status, updatedAt }: Photo): string | undefined {
  if (status !== 'awaiting-upload' && status !== 'rejected') return undefined;
  return new Date(Date.parse(updatedAt) + keptForDays[status] * dayMs).toISOString();
}

/** From its own words; worked out whenever they are read, and kept nowhere. */
export const tagsOf = ({ title, description }: Photo): string[] => tagsIn(title, description);

/** Whether its owner can have the bytes back; of a refused one they are gone. */
export const hasOriginal = (photo: Photo): photo is Photo & { originalVersionId: string } =>
  photo.originalVersionId !== undefined && photo.status !== 'rejected';
