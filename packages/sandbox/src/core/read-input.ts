import type * as z from 'zod';
import { faultsOf } from '../template/faults.ts';
import type { AwsError } from './aws-error.ts';

/**
 * The input of an operation.
 * @param refuse makes the service's error of a sentence about the first thing that is wrong: `MetricData.member.1.Unit: is "Foo"; it is …`
 */
export function readInput<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  refuse: (sentence: string) => AwsError,
): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [fault] = faultsOf(result.error, input);
  throw refuse(fault ? inWords(fault.path, fault.sentence) : 'The request is not valid.');
}

/** Places in lists as AWS counts them, from 1. */
function inWords(path: readonly string[], sentence: string): string {
  const at = path.map((part) => (/^\d+$/.test(part) ? `member.${Number(part) + 1}` : part)).join('.');
  return at === '' ? `The request ${sentence}.` : `The parameter ${at} ${sentence}.`;
}
