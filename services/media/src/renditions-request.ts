import * as z from 'zod';

/** What an operator hands to RequestRenditions. A transaction takes a hundred writes, and so a page as many photos. */
export const renditionsRequestSchema = z.strictObject({
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().max(1000).optional(),
  dryRun: z.boolean().default(false),
  /** Shared by the pages of one run, so that the logs can be followed. The invocation's own, unless given. */
  correlationId: z.string().min(1).max(128).optional(),
});
