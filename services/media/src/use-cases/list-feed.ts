import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { personOf } from '../author.ts';
import { viewOf } from '../photo-view.ts';
import type { AuthorRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
}

/** Published photos, newest first; with a handle, those of one person. Nobody with that handle: an empty page. */
export function makeListFeed({ photos, authors }: Dependencies) {
  return async ({
    ownerHandle,
    ...request
  }: PageRequest & { ownerHandle?: string | undefined }): Promise<Page<PhotoShape>> => {
    const owner = ownerHandle === undefined ? undefined : await authors.findByHandle(ownerHandle);
    if (ownerHandle !== undefined && !owner) return { items: [] };
    const page = await photos.listPublished(owner?.userId, request);
    const names = await authors.findMany([...new Set(page.items.map(({ ownerId }) => ownerId))]);
    const byId = new Map(names.map((author) => [author.userId, author]));
    return {
      items: page.items.map((photo) => viewOf(photo, personOf(photo.ownerId, byId.get(photo.ownerId)))),
      nextCursor: page.nextCursor,
    };
  };
}
