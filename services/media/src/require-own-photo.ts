import { NotYourPhotoError, PhotoNotFoundError } from './errors.ts';
import { isPublished, type Photo } from './photo.ts';
import type { PhotoRepository } from './ports.ts';

/**
 * The photo, if the caller may change it.
 * @throws PhotoNotFoundError, or NotYourPhotoError where everybody can see that it exists
 */
export async function requireOwnPhoto(
  photos: Pick<PhotoRepository, 'find'>,
  mediaId: string,
  callerId: string,
): Promise<Photo> {
  return requireOwn(await photos.find(mediaId), callerId);
}

/** The same of one that was looked for already. */
export function requireOwn(photo: Photo | undefined, callerId: string): Photo {
  if (photo?.ownerId === callerId) return photo;
  if (photo && isPublished(photo)) throw new NotYourPhotoError();
  throw new PhotoNotFoundError();
}
