import type { Trace } from '@shutterbus/contracts/event';
import { type AvatarDeps, changeAvatar } from '../change-avatar.ts';
import type { PhotoRepository } from '../ports.ts';

interface RefreshAvatar {
  mediaId: string;
  ownerId: string;
  trace: Trace;
}

/**
 * Looks again at a photo that may stand for its owner: hidden, nothing does; shown again, it does again; moved, it does at its new
 * place; deleted, the choice is forgotten. It looks at what is so now, so it is safe to repeat, in any order.
 */
export function makeRefreshAvatar({
  photos,
  ...deps
}: AvatarDeps & { photos: Pick<PhotoRepository, 'find'> }) {
  return ({ mediaId, ownerId: userId, trace }: RefreshAvatar): Promise<void> =>
    changeAvatar(deps, { userId, trace }, async (before) =>
      before?.mediaId === mediaId ? photos.find(mediaId) : 'as-before',
    );
}
