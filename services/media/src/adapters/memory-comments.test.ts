import { behavesAsComments } from './comments.suite.ts';
import { memoryComments } from './memory-comments.ts';
import { memoryCounts } from './memory-counts.ts';

describe('memoryComments', () => {
  behavesAsComments(async () => {
    const counts = memoryCounts();
    const comments = memoryComments(counts);
    return {
      comments,
      counts,
      remove: async (mediaId) => counts.close(mediaId),
      outbox: async () => comments.events.map(({ detailType }) => detailType),
    };
  });
});
