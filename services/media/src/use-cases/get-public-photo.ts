import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { personOf } from '../author.ts';
import { viewOf } from '../photo-view.ts';
import type { AuthorRepository, PhotoRepository } from '../ports.ts';
import { requirePublished } from '../require-published.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
}

/**
 * One photo as everybody sees it. It takes no caller, so its owner sees no more of it here than others do.
 * @throws PhotoNotFoundError also when it is there and not published
 */
export function makeGetPublicPhoto({ photos, authors }: Dependencies) {
  return async ({ mediaId }: { mediaId: string }): Promise<PhotoShape> => {
    const photo = await requirePublished(photos, mediaId);
    const [author] = await authors.findMany([photo.ownerId]);
    return viewOf(photo, personOf(photo.ownerId, author));
  };
}
