import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Download } from '../download.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { DownloadRepository } from '../ports.ts';

/** Downloads in memory, for tests; `events` is what went out with them, in order. */
export function memoryDownloads(): DownloadRepository & { events: DomainEvent[] } {
  const downloads = new Map<string, Download>();
  const begun = new Map<string, number>();
  const events: DomainEvent[] = [];
  return {
    events,
    async find({ ownerId, downloadId }) {
      const found = downloads.get(downloadId);
      return found?.ownerId === ownerId ? found : undefined;
    },
    async listOf(ownerId) {
      const own = [...downloads.values()].filter((one) => one.ownerId === ownerId);
      return {
        downloads: own.toSorted((a, b) => (a.downloadId < b.downloadId ? 1 : -1)),
        version: begun.get(ownerId),
      };
    },
    async begin(download, { version }, caused) {
      const { ownerId, downloadId } = download;
      if (begun.get(ownerId) !== version || downloads.has(downloadId)) throw new ConcurrentChangeError();
      begun.set(ownerId, (version ?? 0) + 1);
      downloads.set(downloadId, download);
      events.push(...caused);
    },
    async save(before, after, caused) {
      if (downloads.get(before.downloadId)?.version !== before.version) throw new ConcurrentChangeError();
      downloads.set(after.downloadId, after);
      events.push(...caused);
    },
    async removeAll(ownerId) {
      for (const one of downloads.values()) if (one.ownerId === ownerId) downloads.delete(one.downloadId);
      begun.delete(ownerId);
    },
  };
}
