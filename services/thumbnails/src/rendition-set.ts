import { linkPreviewField, renditionField } from '@shutterbus/contracts/events/thumbnails';
import {
  cameraField,
  originalTypeField,
  pictureNotesField,
  rejectionField,
  ulidField,
  userIdField,
  type Visibility,
  visibilityField,
} from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What somebody wants the renditions to be, and the photo's event that said so. */
const wishSchema = z.object({ visibility: visibilityField, mediaVersion: z.int().positive() });
export type Wish = z.infer<typeof wishSchema>;

/** A folder in the bucket, without a slash at its end, with the wish that it serves. */
const placeSchema = wishSchema.extend({
  folder: z.string().min(1),
  /** What the list asked for when these files were made (recipe.ts). Absent before they are made, and in old sets. */
  recipe: z.string().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** What a picture is, wherever its renditions lie. */
const pictureSchema = z.object({
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  contentType: originalTypeField.optional(),
  /** The largest whole one first. */
  renditions: z.array(renditionField.omit({ key: true })).min(1),
  /** Of public photos. */
  linkPreview: linkPreviewField.omit({ key: true }).optional(),
  notes: pictureNotesField.optional(),
  placeholder: z.string().optional(),
  dominantColour: z.string().optional(),
  camera: cameraField.optional(),
});
export type Picture = z.infer<typeof pictureSchema>;

/**
 * What is known of one photo's renditions. A folder is named here before anything is written into it and until
 * everything in it is deleted, so a crash at any point leaves nothing that the next delivery does not find.
 */
export const renditionSetSchema = z.object({
  mediaId: ulidField,
  ownerId: userIdField,
  /** Grows with each write; the lock of every write, and the aggregateVersion of our events. */
  revision: z.int().min(0),
  /** The newest wish that any event told. */
  wish: wishSchema.optional(),
  /** Where the next set is being written; all deliveries that want the same write the same objects there. */
  target: placeSchema.optional(),
  /** Where the set lies that the last event told of. */
  place: placeSchema.optional(),
  picture: pictureSchema.optional(),
  /** Why there will never be a set. */
  failure: rejectionField.optional(),
  /** Folders whose objects have to go. */
  leftovers: z.array(z.string()),
  /** The last folders that were emptied: a delivery that died since may have written there once more. */
  emptied: z.array(z.string()).default([]),
  /** Set when the photo is deleted; what arrives later makes nothing any more. */
  deletedAt: z.iso.datetime().optional(),
  /** Of a deleted photo: every folder that it ever named has been emptied since. */
  erased: z.literal(true).optional(),
});
export type RenditionSet = z.infer<typeof renditionSetSchema>;

export const unknownSet = (mediaId: string, ownerId: string): RenditionSet => ({
  mediaId,
  ownerId,
  revision: 0,
  leftovers: [],
  emptied: [],
});

/** Events arrive in any order: the later version is what counts. */
export const laterWish = (known: Wish | undefined, told: Wish): Wish =>
  known && known.mediaVersion >= told.mediaVersion ? known : told;

/**
 * A fresh folder. A public one can be read by everybody who knows its name, so the name is 128 random bits and is
 * never used again: an edge cache may hold the old one for a while. A private one is fresh because the set may be
 * made anew for the version that it has.
 */
function newFolder(visibility: Visibility, { mediaId, ownerId }: RenditionSet, name: string): string {
  return visibility === 'public' ? `renditions/${name}` : `private/${ownerId}/${mediaId}/${name}`;
}

export const renditionKey = (folder: string, name: string): string => `${folder}/${name}.webp`;
export const linkPreviewKey = (folder: string): string => `${folder}/link-preview.jpg`;

export type TargetedSet = RenditionSet & { target: Place };

/**
 * Gives the set a target for its newest wish. Whoever wants the same files there shares it; a target for an older
 * wish, or for files of another recipe, is left over.
 * @param recipe of the files to come; absent while nobody knows it
 */
export function withTarget(
  set: RenditionSet,
  wish: Wish,
  recipe: string | undefined,
  randomName: () => string,
): TargetedSet {
  const known = set.target;
  if (known && known.mediaVersion === wish.mediaVersion && known.recipe === recipe)
    return { ...set, wish, target: known };
  const target = { ...wish, folder: newFolder(wish.visibility, set, randomName()), recipe };
  const leftovers = known ? [...set.leftovers, known.folder] : set.leftovers;
  return { ...set, wish, target, leftovers };
}

/** The target, with files of this recipe in it, becomes the place; the old place is left over. */
export function arrived(
  { target, ...set }: TargetedSet,
  picture: Picture,
  recipe: string | undefined,
): RenditionSet {
  const leftovers = set.place ? [...set.leftovers, set.place.folder] : set.leftovers;
  return { ...set, place: { ...target, recipe }, picture, leftovers };
}

/** Nothing is left but the folders to empty. */
export function deleted(set: RenditionSet, at: string): RenditionSet {
  const folders = [set.place?.folder, set.target?.folder].filter((folder) => folder !== undefined);
  const { mediaId, ownerId, revision } = set;
  const leftovers = [...set.leftovers, ...set.emptied, ...folders];
  return {
    mediaId,
    ownerId,
    revision,
    leftovers,
    emptied: [],
    deletedAt: set.deletedAt ?? at,
    ...(leftovers.length === 0 && { erased: true }),
  };
}
