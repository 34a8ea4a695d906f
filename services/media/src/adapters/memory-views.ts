import { ConcurrentChangeError } from '../errors.ts';
import type { ViewRepository } from '../ports.ts';
import { noViews, type Views } from '../views.ts';

/** Views in memory, for tests. @param isClosed whether the photo is gone */
export function memoryViews(isClosed: (mediaId: string) => boolean): ViewRepository {
  const views = new Map<string, Views>();
  const find = (mediaId: string): Views => views.get(mediaId) ?? noViews;
  return {
    find: async (mediaId) => find(mediaId),
    async keep(mediaId, before, after) {
      if (isClosed(mediaId) || find(mediaId).total !== before.total) throw new ConcurrentChangeError();
      views.set(mediaId, after);
    },
  };
}
