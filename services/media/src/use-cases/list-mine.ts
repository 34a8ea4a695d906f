import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { Page, PageRequest, PhotoLists } from '../ports.ts';
import type { ShowPhotos } from '../show-photos.ts';

interface Dependencies {
  lists: PhotoLists;
  show: ShowPhotos;
}

/** The caller's photos in every state, newest first. */
export function makeListMine({ lists, show }: Dependencies) {
  return async ({ ownerId, ...request }: PageRequest & { ownerId: string }): Promise<Page<PhotoShape>> => {
    const page = await lists.listByOwner(ownerId, request);
    return { items: await show(page.items, ownerId), nextCursor: page.nextCursor };
  };
}
