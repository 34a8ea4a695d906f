import type { PublicationBatch, PublicationRepository } from '../ports.ts';
import { batchFor, holds, photosOf, reachOf } from '../publication-batch.ts';

/** For tests; behaves as `dynamoPublications`, which publications.suite.ts checks. */
export function memoryPublications(): PublicationRepository {
  const byOwner = new Map<string, PublicationBatch[]>();
  const near = (ownerId: string, publishedAt: string) => {
    const { from, to } = reachOf(publishedAt);
    return (byOwner.get(ownerId) ?? []).filter(({ since }) => since >= from && since <= to);
  };
  return {
    async remember({ ownerId, mediaId, title, version, publishedAt }) {
      const photo = { mediaId, title, version };
      const found = batchFor(near(ownerId, publishedAt), mediaId);
      const batch = found ?? { firstId: mediaId, since: publishedAt, photos: [] };
      batch.photos = photosOf([...batch.photos, photo]);
      const all = new Set([...(byOwner.get(ownerId) ?? []), batch]);
      byOwner.set(
        ownerId,
        [...all].sort((a, b) => (a.since < b.since ? -1 : 1)),
      );
      return structuredClone(batch);
    },
    forget: async (ownerId) => void byOwner.delete(ownerId),
    async find({ ownerId, mediaId, publishedAt }) {
      return structuredClone(near(ownerId, publishedAt).find((batch) => holds(batch, mediaId)));
    },
  };
}
