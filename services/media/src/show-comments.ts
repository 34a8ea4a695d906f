import type { Comment as CommentShape } from '@shutterbus/contracts/routes/comments';
import { isShownTo, personOf } from './author.ts';
import type { Comment } from './comment.ts';
import type { AuthorRepository } from './ports.ts';

/** Comments as the API shows them, in their order, with the names that their authors have now, and without those of people who are leaving or gone. */
export async function showComments(
  authors: Pick<AuthorRepository, 'findMany'>,
  comments: readonly Comment[],
  viewerId: string | undefined,
): Promise<CommentShape[]> {
  const known = await authors.findMany([...new Set(comments.map(({ authorId }) => authorId))]);
  const byId = new Map(known.map((author) => [author.userId, author]));
  return comments
    .filter(({ authorId }) => isShownTo(viewerId, authorId, byId.get(authorId)))
    .map(({ commentId: id, text, authorId, createdAt }) => ({
      ...{ id, text, createdAt },
      author: personOf(authorId, byId.get(authorId)),
    }));
}
