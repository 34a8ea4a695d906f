import { parseOriginalKey } from '../original.ts';
import type { Photo } from '../photo.ts';
import type { PhotoRepository } from '../ports.ts';

/**
 * Looks whether what should follow from bytes that arrived a while ago has followed: their photo has become ready (and with
 * it published, if it is public) or was refused; or it is gone, or nobody ever waited for these bytes.
 * @returns `missing`: the photo that still waits
 */
export function makeLookForPhoto({ photos }: { photos: Pick<PhotoRepository, 'find'> }) {
  return async ({ key }: { key: string }): Promise<{ missing?: Photo | undefined }> => {
    const owned = parseOriginalKey(key);
    const photo = owned && (await photos.find(owned.mediaId));
    const waits = photo?.status === 'awaiting-upload' || photo?.status === 'processing';
    return { missing: waits && photo.ownerId === owned?.ownerId ? photo : undefined };
  };
}
