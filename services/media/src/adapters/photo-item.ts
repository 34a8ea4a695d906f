import { createHash } from 'node:crypto';
import { goesAt, isPublished, type Photo, photoSchema } from '../photo.ts';
import type { UploadClaim } from '../upload-claim.ts';

/** Where everybody's feed stood in one partition; a photo leaves it with its next write. */
const formerFeed = 'FEED';
/** In so many partitions lies everybody's feed; decision 0057 says what a change takes. */
const feedShards = 8;
const feedShard = (shard: number): string => `FEED#SHARD-${shard}`;
export const feedPartitions: readonly string[] = [
  ...Array.from({ length: feedShards }, (_, shard) => feedShard(shard)),
  formerFeed,
];
/** Always the same for one photo, and spread evenly over all. */
export const feedKey = (mediaId: string): string =>
  feedShard(createHash('sha256').update(mediaId).digest().readUInt32BE() % feedShards);
/** Of gsi2 as well, where no photo stands twice: what waits for its bytes or was refused, by the time at which it goes. */
export const abandonedPartition = 'GOES';
export const ownerKey = (ownerId: string): string => `OWNER#${ownerId}`;
export const ownerFeedKey = (ownerId: string): string => `FEED#${ownerId}`;

export const claimKey = ({ ownerId, key }: Pick<UploadClaim, 'ownerId' | 'key'>) => ({
  pk: `CLAIM#${ownerId}`,
  sk: `KEY#${key}`,
});

export const photoKey = (mediaId: string) => ({ pk: `MEDIA#${mediaId}`, sk: 'PHOTO' });

/**
 * gsi1: all photos of one person, by id, and so by time. gsi2 and gsi3 hold published photos only, by time of
 * publication: everybody's and one person's feed. In gsi2 photos without a picture wait for their end.
 */
export function itemOf(photo: Photo): Record<string, unknown> {
  const { mediaId, ownerId, publishedAt } = photo;
  const position = `${publishedAt}#${mediaId}`;
  const end = goesAt(photo);
  return {
    ...photoKey(mediaId),
    type: 'PHOTO',
    ...photo,
    gsi1pk: ownerKey(ownerId),
    gsi1sk: mediaId,
    ...(isPublished(photo) && {
      gsi2pk: feedKey(mediaId),
      gsi2sk: position,
      gsi3pk: ownerFeedKey(ownerId),
      gsi3sk: position,
    }),
    ...(end && { gsi2pk: abandonedPartition, gsi2sk: `${end}#${mediaId}` }),
  };
}

/** @throws z.ZodError when an item is not what this service writes */
export const photoOf = (item: unknown): Photo => photoSchema.parse(item);
