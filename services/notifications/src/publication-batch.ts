import type { Publication, PublicationBatch } from './ports.ts';

/** What comes within this time of the first belongs to it. */
const batchMs = 60_000;
export const photosAtMost = 100;
/** As long as the notifications that tell of it: by then a photo that is shown again is news. */
export const batchKeptForSeconds = 180 * 24 * 60 * 60;

/** Times between which a batch begins that a photo can belong to. */
export function reachOf(publishedAt: string): { from: string; to: string } {
  const at = Date.parse(publishedAt);
  return { from: new Date(at - batchMs).toISOString(), to: new Date(at + batchMs).toISOString() };
}

export const holds = ({ photos }: PublicationBatch, mediaId: string): boolean =>
  photos.some((photo) => photo.mediaId === mediaId);

/** The batch that a photo is in already, or else the earliest with room for it. */
export const batchFor = <Batch extends PublicationBatch>(
  batches: readonly Batch[],
  mediaId: string,
): Batch | undefined =>
  batches.find((batch) => holds(batch, mediaId)) ??
  batches.find(({ photos }) => photos.length < photosAtMost);

/** One entry for each photo, of its last publication; oldest photo first. */
export function photosOf(entries: PublicationBatch['photos']): PublicationBatch['photos'] {
  const byId = new Map<string, Pick<Publication, 'mediaId' | 'title' | 'version'>>();
  for (const entry of entries) {
    const known = byId.get(entry.mediaId);
    if (known === undefined || known.version < entry.version) byId.set(entry.mediaId, entry);
  }
  return [...byId.values()].sort((a, b) => (a.mediaId < b.mediaId ? -1 : 1));
}
