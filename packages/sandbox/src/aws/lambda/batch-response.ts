import * as z from 'zod';

const partialFailure = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Reads `{ batchItemFailures: [{ itemIdentifier }] }`.
 * @param known identifiers of the batch
 * @returns the failed ones; none for an empty answer, all when the answer has another shape or names an unknown item
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(payload: string, known: readonly string[]): string[] {
  const answer: unknown = JSON.parse(payload);
  if (answer === null || answer === '') return [];
  const parsed = partialFailure.safeParse(answer);
  if (!parsed.success) return [...known];
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((identifier) => known.includes(identifier)) ? failed : [...known];
}
