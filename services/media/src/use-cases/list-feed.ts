import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { AuthorRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';
import type { ShowPhotos } from '../show-photos.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: Pick<AuthorRepository, 'findByHandle'>;
  show: ShowPhotos;
}

/** Published photos, newest first; with a handle, those of one person. Nobody with that handle: an empty page. */
export function makeListFeed({ photos, authors, show }: Dependencies) {
  return async ({
    ownerHandle,
    ...request
  }: PageRequest & { ownerHandle?: string | undefined }): Promise<Page<PhotoShape>> => {
    const owner = ownerHandle === undefined ? undefined : await authors.findByHandle(ownerHandle);
    if (ownerHandle !== undefined && !owner) return { items: [] };
    const page = await photos.listPublished(owner?.userId, request);
    return { items: await show(page.items), nextCursor: page.nextCursor };
  };
}
