import type { Trace } from '@shutterbus/contracts/event';
import type { ImageType, Visibility } from '@shutterbus/contracts/fields';
import type { Photo as PhotoShape } from '@shutterbus/contracts/routes/media';
import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import type { Clock } from '@shutterbus/lambda/clock';
import { personOf } from '../author.ts';
import { UploadTooLargeError } from '../errors.ts';
import { originalKey } from '../original.ts';
import type { Photo } from '../photo.ts';
import { viewOf } from '../photo-view.ts';
import type {
  AuthorRepository,
  PhotoRepository,
  UploadPermits,
  UploadQuota,
  UploadTicket,
} from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  authors: AuthorRepository;
  quota: UploadQuota;
  originals: UploadPermits;
  clock: Clock;
  newId: () => string;
}

export interface RequestUpload {
  ownerId: string;
  title: string;
  description: string;
  visibility: Visibility;
  contentType: ImageType;
  sizeBytes: number;
  trace: Trace;
}

/**
 * Reserves a photo and gives the permission to send its bytes. The photo is written before the permission is given,
 * so that bytes without a photo are never ours. Counts against the day's quota even if the bytes never come, and until
 * they have come, or may come no more, among the open ones.
 * @throws UploadTooLargeError, DailyQuotaError, OpenUploadsError
 */
export function makeRequestUpload({ photos, authors, quota, originals, clock, newId }: Dependencies) {
  return async (command: RequestUpload): Promise<{ photo: PhotoShape; upload: UploadTicket }> => {
    const { ownerId, title, description, visibility, contentType, sizeBytes, trace } = command;
    if (sizeBytes > maxUploadBytes) throw new UploadTooLargeError();
    const now = clock();
    const photo: Photo = {
      mediaId: newId(),
      ownerId,
      title,
      description,
      visibility,
      status: 'awaiting-upload',
      contentType,
      sizeBytes,
      correlationId: trace.correlationId,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      version: 1,
      visibilityVersion: 1,
    };
    await quota.open(photo);
    const [[author]] = await Promise.all([authors.findMany([ownerId]), photos.add(photo)]);
    const upload = await originals.presignUpload({ key: originalKey(photo), contentType, sizeBytes }, now);
    return { photo: viewOf(photo, personOf(ownerId, author)), upload };
  };
}
