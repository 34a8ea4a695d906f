import { isPublished, type Photo } from './photo.ts';
import type { PhotoRepository } from './ports.ts';

/** The photo, if everybody may see it now. */
export async function findPublished(
  photos: Pick<PhotoRepository, 'find'>,
  mediaId: string,
): Promise<Photo | undefined> {
  const photo = await photos.find(mediaId);
  return photo && isPublished(photo) ? photo : undefined;
}
