import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { DownloadRequested } from '@shutterbus/contracts/events/downloads';
import type { Download as DownloadShape } from '@shutterbus/contracts/routes/downloads';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { type Download, refusalOf, viewOf } from '../download.ts';
import { NothingToDownloadError } from '../download-errors.ts';
import { ConcurrentChangeError } from '../errors.ts';
import { hasOriginal, type Photo } from '../photo.ts';
import type { DownloadRepository, PhotoLists, PhotoRepository } from '../ports.ts';
import { requireOwn } from '../require-own-photo.ts';

interface Dependencies {
  photos: Pick<PhotoRepository, 'findPhotos'>;
  lists: Pick<PhotoLists, 'listByOwner'>;
  downloads: Pick<DownloadRepository, 'listOf' | 'begin'>;
  clock: Clock;
  newId: () => string;
}

interface RequestDownload {
  ownerId: string;
  /** Those that were chosen; without it, all. */
  ids?: readonly string[] | undefined;
  trace: Trace;
}

const pageSize = 25;

/**
 * Begins a download; its photos are packed when DownloadRequested arrives.
 * @throws PhotoNotFoundError, NotYourPhotoError, NothingToDownloadError, DownloadUnderWayError, DailyDownloadsError
 */
export function makeRequestDownload({ photos, lists, downloads, clock, newId }: Dependencies) {
  return async ({ ownerId, ids, trace }: RequestDownload): Promise<DownloadShape> => {
    const chosen = ids && [...new Set(ids)];
    if (!(chosen ? await someOf(chosen, ownerId) : await someAtAll(ownerId)))
      throw new NothingToDownloadError();
    const now = clock();
    const at = now.toISOString();
    const download: Download = {
      ...{ downloadId: newId(), ownerId, status: 'packing', parts: [] },
      ...(chosen && { chosen }),
      ...{ partsTried: 0, attempts: 0, createdAt: at, updatedAt: at, version: 1 },
    };
    const event = createEvent(DownloadRequested, {
      ...{ eventId: newId(), occurredAt: at, trace },
      ...{ aggregateId: download.downloadId, aggregateVersion: 1 },
      data: { downloadId: download.downloadId, ownerId },
    });
    await retryOnConflict(ConcurrentChangeError, async () => {
      const known = await downloads.listOf(ownerId);
      const refusal = refusalOf(known.downloads, now);
      if (refusal) throw refusal;
      await downloads.begin(download, known, [event]);
    });
    return viewOf(download, now);
  };

  /** Whether any of them can be packed; each must be the caller's. */
  async function someOf(chosen: readonly string[], callerId: string): Promise<boolean> {
    const byId = new Map((await photos.findPhotos(chosen)).map((photo) => [photo.mediaId, photo]));
    return chosen.map((mediaId): Photo => requireOwn(byId.get(mediaId), callerId)).some(hasOriginal);
  }

  async function someAtAll(ownerId: string): Promise<boolean> {
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await lists.listByOwner(ownerId, { limit: pageSize, cursor });
      if (items.some(hasOriginal)) return true;
      cursor = nextCursor;
    } while (cursor !== undefined);
    return false;
  }
}
