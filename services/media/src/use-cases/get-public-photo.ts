import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { PhotoRepository } from '../ports.ts';
import { requirePublished } from '../require-published.ts';
import { type ShowPhotos, showOne } from '../show-photos.ts';

interface Dependencies {
  photos: PhotoRepository;
  show: ShowPhotos;
}

/**
 * One photo as everybody sees it. It takes no caller, so its owner sees no more of it here than others do.
 * @throws PhotoNotFoundError also when it is there and not published, or its owner is leaving
 */
export function makeGetPublicPhoto({ photos, show }: Dependencies) {
  return async ({ mediaId }: { mediaId: string }): Promise<PhotoShape> => {
    return showOne(show, await requirePublished(photos, mediaId), undefined);
  };
}
