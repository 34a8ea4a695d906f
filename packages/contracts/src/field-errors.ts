import type * as z from 'zod';

/**
 * What a schema has against a part of a request, field by field, as a problem document tells it.
 * @param part as `body`
 * @param error undefined where nothing is wrong
 */
export const fieldErrors = (
  part: string,
  error: z.ZodError | undefined,
): { field: string; message: string }[] =>
  (error?.issues ?? []).map(({ path, message }) => ({ field: [part, ...path].join('.'), message }));
