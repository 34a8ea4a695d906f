import type { Download as DownloadShape } from '@shutterbus/contracts/routes/downloads';
import type { Clock } from '@shutterbus/lambda/clock';
import { viewOf } from '../download.ts';
import type { DownloadRepository } from '../ports.ts';

interface Dependencies {
  downloads: Pick<DownloadRepository, 'listOf'>;
  clock: Clock;
}

/** The caller's downloads of the last days, newest first. */
export function makeListDownloads({ downloads, clock }: Dependencies) {
  return async ({ ownerId }: { ownerId: string }): Promise<{ items: DownloadShape[] }> => {
    const known = await downloads.listOf(ownerId);
    const now = clock();
    return { items: known.downloads.map((download) => viewOf(download, now)) };
  };
}
