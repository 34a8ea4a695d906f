import { createEvent, type EventOf, type Trace } from '@shutterbus/contracts/event';
import {
  DownloadFailed,
  DownloadPacked,
  type DownloadRequested,
} from '@shutterbus/contracts/events/downloads';
import type { Clock } from '@shutterbus/lambda/clock';
import { type Download, liesForMs, partBytesAtMost, partKey, partPhotosAtMost, sumOf } from '../download.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { packedNames } from '../packed-names.ts';
import { hasOriginal, type Photo } from '../photo.ts';
import type {
  DownloadRepository,
  OriginalStore,
  OwnQueue,
  PackedFile,
  PhotoLists,
  PhotoRepository,
  ZipStore,
} from '../ports.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'findPhotos'>;
  lists: Pick<PhotoLists, 'listByOwner'>;
  originals: Pick<OriginalStore, 'readWhole'>;
  downloads: Pick<DownloadRepository, 'find' | 'save'>;
  zips: ZipStore;
  queue: OwnQueue;
  clock: Clock;
  newId: () => string;
}

type Original = Photo & { originalVersionId: string };

/** Photos of the next part, and where the one after it begins. */
interface Share {
  photos: Original[];
  next: string | undefined;
}

/** A part is made of whole pages: of one, at most 625 MiB. */
const pageSize = 25;

/** A part is begun so often; the message after that tells of the failure and goes to the dead letters (`maxReceiveCount` in the template is one more). */
export const attemptsAtMost = 4;

/** Somebody's photos could not be packed, and they have been told so. */
export class DownloadGivenUpError extends Error {
  constructor(options?: ErrorOptions) {
    super(`A download was given up after ${attemptsAtMost} attempts at one part`, options);
    this.name = 'DownloadGivenUpError';
  }
}

/**
 * Packs one part of a download; for the next the event is said again, to this service alone. Where it goes on stands in the
 * download, written with each part. Safe to repeat: a part has one key, and of two who pack it at once one writes on. What is
 * deleted meanwhile is left out. After a failure that was told, the same event goes on where it was.
 * @throws DownloadGivenUpError for the dead letters; anything else is tried again
 */
export function makePackDownload(deps: Dependencies) {
  const { photos, lists, originals, downloads, zips, queue, clock, newId } = deps;

  return async (event: EventOf<typeof DownloadRequested>, { trace }: { trace: Trace }): Promise<void> => {
    const known = await downloads.find(event.detail.data);
    if (!known || known.status === 'ready') return;
    if (known.status === 'packing' && known.attempts >= attemptsAtMost) {
      await fail(known, 'gave-up', trace);
      throw new DownloadGivenUpError();
    }
    const begun = movedOn(known, {
      status: 'packing',
      attempts: known.status === 'failed' ? 1 : known.attempts + 1,
    });
    await downloads.save(known, begun, []);
    const share = await nextShare(begun);
    const number = begun.partsTried + 1;
    const part = await packed(begun, number, share.photos);
    const after = movedOn(begun, {
      ...{ attempts: 0, partsTried: number, position: share.next },
      parts: part ? [...begun.parts, part] : begun.parts,
    });
    try {
      if (share.next !== undefined) await downloads.save(begun, after, []);
      else if (after.parts.length === 0) await fail(begun, 'nothing-left', trace);
      else await finish(begun, after, trace);
    } catch (error) {
      if (!(error instanceof ConcurrentChangeError)) throw error;
      // Either somebody else has packed the same, or its owner has gone, and nothing of theirs may stay.
      if (!(await downloads.find(known))) await zips.removeFiles(partKey(known, number));
      return;
    }
    if (share.next !== undefined) await queue.again(event);
  };

  function movedOn(before: Download, change: Partial<Download>): Download {
    return { ...before, ...change, updatedAt: clock().toISOString(), version: before.version + 1 };
  }

  async function nextShare({ ownerId, chosen, position }: Download): Promise<Share> {
    if (chosen) {
      const found = await photos.findPhotos(chosen);
      return {
        photos: found.filter((photo) => photo.ownerId === ownerId).filter(hasOriginal),
        next: undefined,
      };
    }
    const share: Share = { photos: [], next: position };
    let sizeBytes = 0;
    for (;;) {
      const page = await lists.listByOwner(ownerId, { limit: pageSize, cursor: share.next });
      const more = page.items.filter(hasOriginal);
      sizeBytes += sumBytes(more);
      const isFull = sizeBytes > partBytesAtMost || share.photos.length + more.length > partPhotosAtMost;
      if (isFull) return share;
      share.photos.push(...more);
      share.next = page.nextCursor;
      if (share.next === undefined) return share;
    }
  }

  /** @returns undefined when nothing of it is there any more */
  async function packed(
    download: Download,
    number: number,
    of: Original[],
  ): Promise<Download['parts'][number] | undefined> {
    let count = 0;
    const nameOf = packedNames(number);
    async function* files(): AsyncGenerator<PackedFile> {
      for (const photo of of) {
        const bytes = await originals.readWhole({
          key: originalKey(photo),
          versionId: photo.originalVersionId,
        });
        if (!bytes) continue;
        count += 1;
        yield { name: nameOf(photo), modifiedAt: new Date(photo.createdAt), bytes };
      }
    }
    if (of.length === 0) return undefined;
    const key = partKey(download, number);
    const sizeBytes = await zips.pack(key, files());
    if (count > 0) return { number, photos: count, sizeBytes };
    await zips.removeFiles(key);
    return undefined;
  }

  async function finish(before: Download, packedAll: Download, trace: Trace): Promise<void> {
    const { downloadId, ownerId, parts, updatedAt, version } = packedAll;
    const until = new Date(Date.parse(updatedAt) + liesForMs).toISOString();
    const event = createEvent(DownloadPacked, {
      ...{ eventId: newId(), occurredAt: updatedAt, trace },
      ...{ aggregateId: downloadId, aggregateVersion: version },
      data: { downloadId, ownerId, ...sumOf(parts), parts: parts.length, until },
    });
    await downloads.save(before, { ...packedAll, status: 'ready', until }, [event]);
  }

  async function fail(before: Download, reasonCode: 'gave-up' | 'nothing-left', trace: Trace): Promise<void> {
    const after = movedOn(before, { status: 'failed' });
    const { downloadId, ownerId, updatedAt, version } = after;
    const event = createEvent(DownloadFailed, {
      ...{ eventId: newId(), occurredAt: updatedAt, trace },
      ...{ aggregateId: downloadId, aggregateVersion: version },
      data: { downloadId, ownerId, reasonCode },
    });
    await downloads.save(before, after, [event]);
  }
}

const sumBytes = (of: readonly Photo[]): number => of.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
