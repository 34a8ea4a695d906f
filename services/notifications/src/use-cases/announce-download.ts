import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { DownloadFailed, DownloadPacked } from '@shutterbus/contracts/events/downloads';
import type { Notify } from '../notify.ts';

/**
 * Tells who asked for their photos that they are packed, or cannot be. What it tells leads to a page of theirs, which makes links to the
 * files when it is looked at: none is kept here. Safe to repeat.
 */
export function makeAnnounceDownload({ notify }: { notify: Notify }) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof DownloadPacked | typeof DownloadFailed>,
    { trace }: { trace: Trace },
  ): Promise<void> => {
    const { downloadId, ownerId } = data;
    await notify({
      userIds: [ownerId],
      facts:
        'photos' in data
          ? { kind: 'download-packed', downloadId, photos: data.photos }
          : { kind: 'download-failed', downloadId },
      at: metadata.occurredAt,
      queuesMail: true,
      trace,
    });
  };
}
