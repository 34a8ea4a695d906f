import type { EventOf } from '@shutterbus/contracts/event';
import type { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import type { PhotoRepository } from '../ports.ts';

/**
 * Learns whether a photo may still be told of. Safe to repeat, and in any order: the newest word on a photo counts.
 */
export function makeNoteVisibility({ photos }: { photos: PhotoRepository }) {
  return async ({
    detail: { metadata, data },
  }: EventOf<typeof MediaVisibilityChanged | typeof MediaDeleted>): Promise<void> => {
    const isPublic = 'visibility' in data && data.visibility === 'public';
    await photos.remember({ mediaId: data.mediaId, isPublic, version: metadata.aggregateVersion });
  };
}
