import { getLinks, type LinkedRendition, maxLinkIds } from '../api/thumbnails.ts';

interface Entry {
  renditions: LinkedRendition[];
  expiresAtMs: number;
}

interface Source {
  fetchLinks: typeof getLinks;
  nowMs: () => number;
}

/** A link this close to its end is not worth handing out. */
const marginMs = 20_000;

/**
 * Short-lived links to private renditions. Requests of the same moment travel together, and what is still valid is
 * handed out again, so that the browser's cache of the images stays useful.
 */
export function renditionLinks({ fetchLinks, nowMs }: Source) {
  const known = new Map<string, Entry>();
  let waiting: Map<string, PromiseWithResolvers<LinkedRendition[]>> = new Map();

  async function fetchBatch(batch: typeof waiting): Promise<void> {
    try {
      const { expiresAt, photos } = await fetchLinks([...batch.keys()]);
      for (const { id, renditions } of photos)
        known.set(id, { renditions, expiresAtMs: Date.parse(expiresAt) });
      for (const [id, { resolve }] of batch)
        resolve(photos.find((photo) => photo.id === id)?.renditions ?? []);
    } catch (error) {
      for (const { reject } of batch.values()) reject(error);
    }
  }

  function flush(): void {
    const requests = [...waiting];
    waiting = new Map();
    for (let start = 0; start < requests.length; start += maxLinkIds)
      void fetchBatch(new Map(requests.slice(start, start + maxLinkIds)));
  }

  return {
    /** Empty when the photo has no private renditions (yet). */
    async linksOf(id: string): Promise<LinkedRendition[]> {
      const entry = known.get(id);
      if (entry && entry.expiresAtMs - nowMs() > marginMs) return entry.renditions;
      let request = waiting.get(id);
      if (!request) {
        if (waiting.size === 0) queueMicrotask(flush);
        request = Promise.withResolvers();
        waiting.set(id, request);
      }
      return request.promise;
    },
    forget(id: string): void {
      known.delete(id);
    },
    forgetAll(): void {
      known.clear();
    },
  };
}

export const privateLinks = renditionLinks({ fetchLinks: getLinks, nowMs: Date.now });
