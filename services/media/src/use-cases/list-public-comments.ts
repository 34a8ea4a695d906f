import type { Comment as CommentShape } from '@shutterbus/contracts/routes/comments';
import type { AuthorRepository, CommentRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';
import { requirePublished } from '../require-published.ts';
import { requireShown } from '../require-shown.ts';
import { showComments } from '../show-comments.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  comments: Pick<CommentRepository, 'list'>;
  authors: Pick<AuthorRepository, 'findMany'>;
}

/**
 * What people say about a photo that everybody sees, newest first. It takes no caller, so an owner reads none of a hidden one here.
 * @throws PhotoNotFoundError also when it is there and not published
 */
export function makeListPublicComments({ photos, comments, authors }: Dependencies) {
  return async ({ mediaId, ...request }: PageRequest & { mediaId: string }): Promise<Page<CommentShape>> => {
    await requireShown(authors, await requirePublished(photos, mediaId), undefined);
    const page = await comments.list(mediaId, request);
    return { items: await showComments(authors, page.items, undefined), nextCursor: page.nextCursor };
  };
}
