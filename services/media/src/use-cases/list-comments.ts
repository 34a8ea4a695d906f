import type { Comment as CommentShape } from '@shutterbus/contracts/routes/comments';
import type { AuthorRepository, CommentRepository, Page, PageRequest, PhotoRepository } from '../ports.ts';
import { requireShown } from '../require-shown.ts';
import { requireVisiblePhoto } from '../require-visible-photo.ts';
import { showComments } from '../show-comments.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'find'>;
  comments: Pick<CommentRepository, 'list'>;
  authors: Pick<AuthorRepository, 'findMany'>;
}

/** What people say about a photo, newest first. @throws PhotoNotFoundError */
export function makeListComments({ photos, comments, authors }: Dependencies) {
  return async ({
    mediaId,
    callerId,
    ...request
  }: PageRequest & { mediaId: string; callerId: string }): Promise<Page<CommentShape>> => {
    await requireShown(authors, await requireVisiblePhoto(photos, mediaId, callerId), callerId);
    const page = await comments.list(mediaId, request);
    return { items: await showComments(authors, page.items, callerId), nextCursor: page.nextCursor };
  };
}
