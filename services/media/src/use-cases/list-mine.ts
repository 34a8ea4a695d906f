import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { personOf } from '../author.ts';
import { viewOf } from '../photo-view.ts';
import type { AuthorRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
}

/** The caller's photos in every state, newest first. */
export function makeListMine({ photos, authors }: Dependencies) {
  return async ({ ownerId, ...request }: PageRequest & { ownerId: string }): Promise<Page<PhotoShape>> => {
    const [page, [author]] = await Promise.all([
      photos.listByOwner(ownerId, request),
      authors.findMany([ownerId]),
    ]);
    const owner = personOf(ownerId, author);
    return { items: page.items.map((photo) => viewOf(photo, owner)), nextCursor: page.nextCursor };
  };
}
