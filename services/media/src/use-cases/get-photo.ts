import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { originalKey } from '../original.ts';
import { originalFileName } from '../original-file-name.ts';
import { hasOriginal } from '../photo.ts';
import type { DownloadLinks, PhotoRepository, ViewRepository } from '../ports.ts';
import { requireVisiblePhoto } from '../require-visible-photo.ts';
import { type ShowPhotos, showOne } from '../show-photos.ts';

interface Dependencies {
  photos: PhotoRepository;
  show: ShowPhotos;
  views: Pick<ViewRepository, 'find'>;
  originals: DownloadLinks;
}

/**
 * One photo. Its owner sees it in every state and, unless it was rejected, gets a link to the original, and is told how often
 * others looked at it since it was public.
 * @throws PhotoNotFoundError also when it is somebody else's and not published, or its owner is leaving
 */
export function makeGetPhoto({ photos, show, views, originals }: Dependencies) {
  return async ({
    mediaId,
    callerId,
  }: {
    mediaId: string;
    callerId: string;
  }): Promise<PhotoShape & { originalUrl?: string; views?: number }> => {
    const photo = await requireVisiblePhoto(photos, mediaId, callerId);
    const view = await showOne(show, photo, callerId);
    if (photo.ownerId !== callerId || !hasOriginal(photo)) return view;
    const seen = photo.publishedAt === undefined ? undefined : await views.find(mediaId);
    const fileName = originalFileName(photo);
    const key = originalKey(photo);
    return {
      ...view,
      ...(seen && { views: seen.total }),
      originalUrl: await originals.presignDownload({ key, versionId: photo.originalVersionId, fileName }),
    };
  };
}
