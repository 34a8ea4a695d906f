import { downloadsPrefix } from '../download.ts';
import type { DownloadRepository, ZipStore } from '../ports.ts';

interface Dependencies {
  downloads: Pick<DownloadRepository, 'removeAll'>;
  zips: Pick<ZipStore, 'removeFiles'>;
}

/**
 * Leaves nothing of what somebody had packed. The rows go first: whoever packs at this moment finds that there is none any more,
 * and takes away what it wrote. Safe to repeat.
 */
export function makeForgetDownloads({ downloads, zips }: Dependencies) {
  return async (ownerId: string): Promise<void> => {
    await downloads.removeAll(ownerId);
    await zips.removeFiles(downloadsPrefix(ownerId));
  };
}
