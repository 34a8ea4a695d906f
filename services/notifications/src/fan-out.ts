import { timestampField, titleField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** A photo whose publication is being told, up to the followers at `cursor`. */
export const fanOutSchema = z.object({
  mediaId: ulidField,
  ownerId: userIdField,
  title: titleField,
  publishedAt: timestampField,
  /** Of the photo at its publication; absent in what the release before put into the queue. */
  version: z.int().positive().optional(),
  /** How many photos had come together when this was queued: whatever came later has a message that tells of more. */
  together: z.int().positive().optional(),
  cursor: z.string().optional(),
  /** Where another message goes on: ids of followers from here on are that one's. */
  until: z.string().optional(),
});
export type FanOut = z.infer<typeof fanOutSchema>;
