import { timestampField, titleField, ulidField, userIdField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** A photo whose publication is being told, up to the followers at `cursor`. */
export const fanOutSchema = z.object({
  mediaId: ulidField,
  ownerId: userIdField,
  title: titleField,
  publishedAt: timestampField,
  cursor: z.string().optional(),
});
export type FanOut = z.infer<typeof fanOutSchema>;
