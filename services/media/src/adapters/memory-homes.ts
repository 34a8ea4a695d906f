import type { HomePlace } from '../home-place.ts';
import type { HomeRepository } from '../ports.ts';

/** Homes in memory, for tests. */
export function memoryHomes(): HomeRepository {
  const homes = new Map<string, Map<string, HomePlace>>();
  return {
    async place(places) {
      for (const { userId, ...place } of places) {
        const home = homes.get(userId) ?? new Map<string, HomePlace>();
        homes.set(userId, home.set(`${place.publishedAt}#${place.mediaId}`, place));
      }
    },
    removeSome: async (userId) => homes.delete(userId),
    async listPlaces(userId, { limit, cursor }) {
      const newestFirst = [...(homes.get(userId) ?? [])].sort(([a], [b]) => (a < b ? 1 : -1));
      const rest = newestFirst.filter(([position]) => cursor === undefined || position < cursor);
      const page = rest.slice(0, limit);
      return {
        items: page.map(([, place]) => place),
        nextCursor: rest.length > limit ? page.at(-1)?.[0] : undefined,
      };
    },
  };
}
