import * as z from 'zod';

/** RFC 9457 problem document: the body of every error answer, `content-type: application/problem+json`. */
export const problemSchema = z.object({
  /** `about:blank`, or `urn:shutterbus:problem:<code>` when `code` says more than the status does. */
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().optional(),
  /** Stable and for programs: `invalid-request`, `handle-taken`, … */
  code: z.string(),
  correlationId: z.string(),
  /** For 400: each field that is wrong, as a path like `body.title`, and why. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** For 413 and 429: what there was too much of, and how much may be. */
  limit: z.object({ name: z.string(), max: z.int() }).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
