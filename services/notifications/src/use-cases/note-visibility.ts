import type { EventOf } from '@shutterbus/contracts/event';
import type { MediaDeleted, MediaVisibilityChanged } from '@shutterbus/contracts/events/media';
import type { PhotoRepository, PictureRepository } from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'remember'>;
  pictures: Pick<PictureRepository, 'forget'>;
}

/**
 * Learns whether a photo may still be told of, and that nothing shows it any more. Safe to repeat, and in any order: the newest word on a photo counts.
 */
export function makeNoteVisibility({ photos, pictures }: Dependencies) {
  return async ({
    detail: { metadata, data },
  }: EventOf<typeof MediaVisibilityChanged | typeof MediaDeleted>): Promise<void> => {
    const isPublic = 'visibility' in data && data.visibility === 'public';
    const { mediaId } = data;
    const version = metadata.aggregateVersion;
    await photos.remember({ mediaId, isPublic, version });
    // What shows a photo that is shown again comes with its publication.
    if (!isPublic) await pictures.forget({ mediaId, version });
  };
}
