import { eventually } from './eventually.ts';

/**
 * For what nothing tells of when it happens: asks again and again, with a deadline. Whatever is told of is waited for by `lookAfter` and
 * `watchSandbox`, which cost nothing meanwhile and say what did happen.
 * @param why it cannot be waited for, as a clause; stands in the failure
 */
export async function poll<Result>(
  why: string,
  check: () => Result | Promise<Result>,
): Promise<Exclude<Result, false>> {
  try {
    return await eventually(check);
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}\nAsked again and again, since ${why}.`,
      {
        cause: error,
      },
    );
  }
}
