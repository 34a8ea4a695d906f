import { behavesAsDownloads } from './downloads.suite.ts';
import { memoryDownloads } from './memory-downloads.ts';

describe('memoryDownloads', () => {
  behavesAsDownloads(async () => {
    const downloads = memoryDownloads();
    return { downloads, outbox: async () => downloads.events.map(({ detailType }) => detailType) };
  });
});
