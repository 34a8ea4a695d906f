import { type ImageType, maxUploadBytes, type Rejection } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import { signatureBytes, sniffImageType } from '../image-type.ts';
import { type OriginalObject, parseOriginalKey } from '../original.ts';
import { acceptOriginal, type Occasion, reject } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: OriginalStore;
  clock: Clock;
  newId: () => string;
}

/** @param causationId id of S3's event */
type ReceiveOriginal = { original: OriginalObject; causationId: string };

export interface ReceivedOriginal {
  /** `known`: accepted before. `removed`: nobody waits for these bytes. */
  outcome: 'accepted' | 'rejected' | 'known' | 'removed';
  /** Of the request that reserved the photo; absent when there is no such photo. */
  correlationId?: string | undefined;
}

/**
 * Bytes arrived. The first version for a photo that waits is checked and accepted or rejected; every other version
 * is removed, because a presigned POST can be repeated until it expires and nothing will ever read the later bytes.
 * Safe to repeat: the version that was accepted stays, the one that was rejected is removed again.
 */
export function makeReceiveOriginal({ photos, originals, clock, newId }: Dependencies) {
  return ({ original, causationId }: ReceiveOriginal): Promise<ReceivedOriginal> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const { key, versionId } = original;
      const owned = parseOriginalKey(key);
      const found = owned && (await photos.find(owned.mediaId));
      const photo = found?.ownerId === owned?.ownerId ? found : undefined;
      const isTheAccepted = photo?.originalVersionId === versionId && photo.status !== 'rejected';
      if (isTheAccepted) return { outcome: 'known', correlationId: photo?.correlationId };
      if (photo?.status !== 'awaiting-upload') {
        await originals.purgeVersion(key, versionId);
        return { outcome: 'removed', correlationId: photo?.correlationId };
      }

      const { correlationId, ownerId } = photo;
      const trace = { correlationId, causationId, actorId: ownerId };
      const occasion: Occasion = { at: clock().toISOString(), trace, newId };
      const rejection = await check(originals, original, photo.contentType);
      if (!rejection) {
        await photos.save(photo, acceptOriginal(photo, original, occasion));
        return { outcome: 'accepted', correlationId };
      }
      await photos.save(photo, reject(photo, rejection, occasion, versionId));
      await originals.purgeVersion(key, versionId);
      return { outcome: 'rejected', correlationId };
    });
}

/** As their owners call them. */
const names: Record<ImageType, string> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/gif': 'GIF',
  'image/avif': 'AVIF',
  'image/heic': 'HEIC',
  'image/heif': 'HEIF',
};

async function check(
  originals: OriginalStore,
  original: OriginalObject,
  promised: ImageType,
): Promise<Rejection | undefined> {
  if (original.sizeBytes === 0) return { code: 'empty', message: 'The file is empty.' };
  if (original.sizeBytes > maxUploadBytes)
    return { code: 'too-large', message: 'The file has more than 25 MiB.' };
  const type = sniffImageType(await originals.readStart(original, signatureBytes));
  if (type === promised) return undefined;
  return {
    code: 'type-mismatch',
    message: type
      ? `The file claims to be a ${names[promised]} picture but is a ${names[type]} picture.`
      : `The file is not a ${names[promised]} picture.`,
  };
}
