import { ulidField } from '@shutterbus/contracts/fields';
import * as z from 'zod';

/** What a person's Idempotency-Key stands for. Written before the photo, so that a repeat finds it whatever was lost. */
export const uploadClaimSchema = z.object({
  ownerId: z.string().min(1),
  key: z.string().min(1),
  /** Of the photo, also before there is one. */
  mediaId: ulidField,
  /** Digest of what was asked for: a repeat asks for the same. */
  asked: z.string().min(1),
  /** The photo has been added. One that is missing nevertheless was deleted since. */
  fulfilled: z.boolean(),
});
export type UploadClaim = z.infer<typeof uploadClaimSchema>;
