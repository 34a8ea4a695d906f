/**
 * Waits until `check` stops throwing, and gives what it returned. For effects that arrive by events, where the only
 * honest test is a condition with a deadline.
 * @param deadlineMs how long to try, 10 s unless told
 * @throws what `check` threw last
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  deadlineMs = 10_000,
): Promise<Result> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
