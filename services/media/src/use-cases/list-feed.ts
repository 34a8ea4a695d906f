import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import type { AuthorRepository, Page, PageRequest, PhotoLists } from '../ports.ts';
import type { ShowPhotos } from '../show-photos.ts';

interface Dependencies {
  lists: PhotoLists;
  authors: Pick<AuthorRepository, 'findByHandle'>;
  show: ShowPhotos;
}

interface ListFeed extends PageRequest {
  ownerHandle?: string | undefined;
  tag?: string | undefined;
}

/**
 * Published photos, newest first; with a handle those of one person, with a tag those that say it. Nobody with that handle, or somebody
 * who is leaving: an empty page. With both, a page holds what there is of the person among the tag's.
 */
export function makeListFeed({ lists, authors, show }: Dependencies) {
  return async ({ ownerHandle, tag, ...request }: ListFeed): Promise<Page<PhotoShape>> => {
    const owner = ownerHandle === undefined ? undefined : await authors.findByHandle(ownerHandle);
    if (ownerHandle !== undefined && (!owner || owner.leavingUntil !== undefined)) return { items: [] };
    const { items, nextCursor } =
      tag === undefined
        ? await lists.listPublished(owner?.userId, request)
        : await lists.listTagged(tag, request);
    const wanted = owner ? items.filter(({ ownerId }) => ownerId === owner.userId) : items;
    return { items: await show(wanted, undefined), nextCursor };
  };
}
