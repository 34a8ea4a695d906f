import { PhotoNotFoundError } from './errors.ts';
import { findPublished } from './find-published.ts';
import type { Photo } from './photo.ts';
import type { PhotoRepository } from './ports.ts';

/** @throws PhotoNotFoundError the same for a photo that is hidden, not ready or gone */
export async function requirePublished(
  photos: Pick<PhotoRepository, 'find'>,
  mediaId: string,
): Promise<Photo> {
  const photo = await findPublished(photos, mediaId);
  if (!photo) throw new PhotoNotFoundError();
  return photo;
}
