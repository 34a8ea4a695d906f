import { timestampField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What one person's following of another looks like now. It stays when it ends, so that its version goes on growing. */
export const followSchema = z.object({
  followerId: userIdField,
  followeeId: userIdField,
  active: z.boolean(),
  /** When the state last changed. */
  changedAt: timestampField,
  version: z.int().positive(),
});
export type Follow = z.infer<typeof followSchema>;
export type Pair = Pick<Follow, 'followerId' | 'followeeId'>;

/** Aggregate id of the events about a pair. */
export const pairId = ({ followerId, followeeId }: Pair): string => `${followerId}:${followeeId}`;
