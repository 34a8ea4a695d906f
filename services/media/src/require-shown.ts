import { isShownTo } from './author.ts';
import { PhotoNotFoundError } from './errors.ts';
import type { Photo } from './photo.ts';
import type { AuthorRepository } from './ports.ts';

/** @throws PhotoNotFoundError when the photo's owner is leaving or gone, and somebody else asks */
export async function requireShown(
  authors: Pick<AuthorRepository, 'findMany'>,
  { ownerId }: Photo,
  viewerId: string | undefined,
): Promise<void> {
  const [owner] = viewerId === ownerId ? [] : await authors.findMany([ownerId]);
  if (!isShownTo(viewerId, ownerId, owner)) throw new PhotoNotFoundError();
}
