import { behavesAsLikes } from './likes.suite.ts';
import { memoryCounts } from './memory-counts.ts';
import { memoryLikes } from './memory-likes.ts';

describe('memoryLikes', () => {
  behavesAsLikes(async () => {
    const counts = memoryCounts();
    const likes = memoryLikes(counts);
    return {
      likes,
      counts,
      remove: async (mediaId) => counts.close(mediaId),
      outbox: async () => likes.events.map(({ detailType }) => detailType),
    };
  });
});
