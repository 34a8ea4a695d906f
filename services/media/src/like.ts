import { timestampField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** Whether one person likes one photo. It stays when that ends, so that its version goes on growing. */
export const likeSchema = z.object({
  mediaId: ulidField,
  likerId: userIdField,
  active: z.boolean(),
  /** When the state last changed. */
  changedAt: timestampField,
  version: z.int().positive(),
});
export type Like = z.infer<typeof likeSchema>;
export type LikePair = Pick<Like, 'mediaId' | 'likerId'>;

/** Aggregate id of the events about a like. */
export const likeId = ({ mediaId, likerId }: LikePair): string => `${mediaId}:${likerId}`;
