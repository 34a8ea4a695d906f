import type { ImageType, Rejection } from '@shutterbus/contracts/fields';
import { isPicture, kindOfFile, startBytes, typeOf } from '@shutterbus/contracts/uploads/kind-of-file';
import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import { refusalOf } from '@shutterbus/contracts/uploads/refusals';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import { type OriginalObject, parseOriginalKey } from '../original.ts';
import { acceptOriginal, type Occasion, reject } from '../photo-changes.ts';
import type { OriginalStore, PhotoRepository, UploadQuota } from '../ports.ts';

interface Dependencies {
  photos: PhotoRepository;
  originals: OriginalStore;
  quota: UploadQuota;
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
 * Bytes arrived. The first version for a photo that waits is taken as the picture that it is, whatever was promised, or
 * rejected; every other version is removed, because a presigned POST can be repeated until it expires and nothing will ever read the later bytes.
 * Safe to repeat: the version that was accepted stays, the one that was rejected is removed again, and the quota is
 * told again, which makes good for a crash after the write.
 */
export function makeReceiveOriginal({ photos, originals, quota, clock, newId }: Dependencies) {
  return ({ original, causationId }: ReceiveOriginal): Promise<ReceivedOriginal> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const { key, versionId } = original;
      const owned = parseOriginalKey(key);
      const found = owned && (await photos.find(owned.mediaId));
      const photo = found?.ownerId === owned?.ownerId ? found : undefined;
      const isTheAccepted = photo?.originalVersionId === versionId && photo.status !== 'rejected';
      if (isTheAccepted) {
        await quota.close(photo);
        return { outcome: 'known', correlationId: photo.correlationId };
      }
      if (photo?.status !== 'awaiting-upload') {
        if (photo?.status === 'rejected') await quota.giveBack(photo);
        await originals.purgeVersion(key, versionId);
        return { outcome: 'removed', correlationId: photo?.correlationId };
      }

      const { correlationId, ownerId } = photo;
      const trace = { correlationId, causationId, actorId: ownerId };
      const occasion: Occasion = { at: clock().toISOString(), trace, newId };
      const judged = await judge(originals, original);
      if ('contentType' in judged) {
        await photos.save(photo, acceptOriginal(photo, { ...original, ...judged }, occasion));
        await quota.close(photo);
        return { outcome: 'accepted', correlationId };
      }
      await photos.save(photo, reject(photo, judged.rejection, occasion, versionId));
      await quota.giveBack(photo);
      await originals.purgeVersion(key, versionId);
      return { outcome: 'rejected', correlationId };
    });
}

type Judged = { contentType: ImageType } | { rejection: Rejection };

/** By the bytes alone: people and programs name files as they like. */
async function judge(originals: OriginalStore, original: OriginalObject): Promise<Judged> {
  const { sizeBytes } = original;
  if (sizeBytes === 0) return { rejection: { code: 'empty', message: 'The file is empty.' } };
  if (sizeBytes > maxUploadBytes)
    return { rejection: { code: 'too-large', message: 'The file has more than 25 MiB.' } };
  const kind = kindOfFile(await originals.readStart(original, startBytes));
  return isPicture(kind) ? { contentType: typeOf(kind) } : { rejection: refusalOf(kind) };
}
