import { memoryCounts } from './memory-counts.ts';
import { memoryViews } from './memory-views.ts';
import { behavesAsViews } from './views.suite.ts';

describe('memoryViews', () => {
  behavesAsViews(async () => {
    const counts = memoryCounts();
    return {
      views: memoryViews(counts.isClosed),
      counts,
      like: async (mediaId) => counts.count(mediaId, 'likes', 1),
      remove: async (mediaId) => counts.close(mediaId),
    };
  });
});
