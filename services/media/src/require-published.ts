import { PhotoNotFoundError } from './errors.ts';
import { isPublished, type Photo } from './photo.ts';
import type { PhotoRepository } from './ports.ts';

/**
 * The photo, if everybody may see it now.
 * @throws PhotoNotFoundError the same for one that is hidden, not ready or gone
 */
export async function requirePublished(photos: PhotoRepository, mediaId: string): Promise<Photo> {
  const photo = await photos.find(mediaId);
  if (photo && isPublished(photo)) return photo;
  throw new PhotoNotFoundError();
}
