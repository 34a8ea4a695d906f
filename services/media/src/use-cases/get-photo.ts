import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { personOf } from '../author.ts';
import { PhotoNotFoundError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { originalFileName } from '../original-file-name.ts';
import { isPublished } from '../photo.ts';
import { viewOf } from '../photo-view.ts';
import type { AuthorRepository, DownloadLinks, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
  originals: DownloadLinks;
}

/**
 * One photo. Its owner sees it in every state and, unless it was rejected, gets a link to the original.
 * @throws PhotoNotFoundError also when it is somebody else's and not published
 */
export function makeGetPhoto({ photos, authors, originals }: Dependencies) {
  return async ({
    mediaId,
    callerId,
  }: {
    mediaId: string;
    callerId: string;
  }): Promise<PhotoShape & { originalUrl?: string }> => {
    const photo = await photos.find(mediaId);
    const isOwner = photo?.ownerId === callerId;
    if (!photo || !(isOwner || isPublished(photo))) throw new PhotoNotFoundError();

    const { ownerId, originalVersionId: versionId, status } = photo;
    const [author] = await authors.findMany([ownerId]);
    const view = viewOf(photo, personOf(ownerId, author));
    if (!isOwner || versionId === undefined || status === 'rejected') return view;
    const fileName = originalFileName(photo);
    const key = originalKey(photo);
    return { ...view, originalUrl: await originals.presignDownload({ key, versionId, fileName }) };
  };
}
