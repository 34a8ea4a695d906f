import { PhotoNotFoundError } from './errors.ts';
import { isPublished, type Photo } from './photo.ts';
import type { PhotoRepository } from './ports.ts';

/**
 * The photo, if the caller may see it: a published one, or their own in every state.
 * @throws PhotoNotFoundError, which does not tell what is hidden from what is not there
 */
export async function requireVisiblePhoto(
  photos: Pick<PhotoRepository, 'find'>,
  mediaId: string,
  callerId: string,
): Promise<Photo> {
  const photo = await photos.find(mediaId);
  if (photo && (photo.ownerId === callerId || isPublished(photo))) return photo;
  throw new PhotoNotFoundError();
}
