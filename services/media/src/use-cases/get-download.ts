import type { OpenDownload } from '@shutterbus/contracts/routes/downloads';
import type { Clock } from '@shutterbus/lambda/clock';
import { isOpen, partFileName, partKey, viewOf } from '../download.ts';
import { DownloadNotFoundError } from '../download-errors.ts';
import type { DownloadRepository, ZipLinks } from '../ports.ts';

interface Dependencies {
  downloads: Pick<DownloadRepository, 'find'>;
  links: ZipLinks;
  clock: Clock;
}

/**
 * One of the caller's downloads; for as long as its files lie there with a link to each, signed anew at every call.
 * @throws DownloadNotFoundError also for somebody else's
 */
export function makeGetDownload({ downloads, links, clock }: Dependencies) {
  return async ({
    downloadId,
    callerId,
  }: {
    downloadId: string;
    callerId: string;
  }): Promise<OpenDownload> => {
    const download = await downloads.find({ ownerId: callerId, downloadId });
    if (!download) throw new DownloadNotFoundError();
    const now = clock();
    const view = viewOf(download, now);
    if (!isOpen(download, now)) return view;
    const parts = view.parts.map(async (part) => {
      const [key, fileName] = [partKey(download, part.number), partFileName(download, part.number)];
      return { ...part, url: await links.presignZip({ key, fileName }) };
    });
    return { ...view, parts: await Promise.all(parts) };
  };
}
