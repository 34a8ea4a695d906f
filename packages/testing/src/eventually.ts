/**
 * Waits until `check` neither throws nor gives `false`, and gives what it returned. For effects that arrive by events,
 * where the only honest test is a condition with a deadline. A look that finds nothing yet says so: `found ?? false`.
 * @param deadlineMs how long to try, two minutes unless told: enough for a machine that is busy with something else
 * @throws what `check` threw last, or an error that quotes it
 */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  deadlineMs = 120_000,
): Promise<Exclude<Result, false>> {
  const end = Date.now() + deadlineMs;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    try {
      const found = await check();
      if (found !== false) return found as Exclude<Result, false>;
      if (Date.now() >= end) throw new Error(`It never came true: ${check}`);
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
