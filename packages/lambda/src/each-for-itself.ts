interface Failure {
  name: string;
  error: unknown;
}

/** One error tells of so many. */
const told = 10;

/**
 * Work of many parts of which none waits for another: what one throws stops nothing behind it, and is told of at the end. Otherwise a
 * run that begins anew with the same part every time never comes to the others.
 */
export function eachForItself() {
  const failures: Failure[] = [];
  return {
    /** @param name for the log, so an id at most. @returns undefined when it failed */
    async run<Result>(name: string, part: () => Promise<Result>): Promise<Result | undefined> {
      try {
        return await part();
      } catch (error) {
        failures.push({ name, error });
        return undefined;
      }
    },
    /** @throws AggregateError when a part failed, with the names of the first ones and what each said */
    finish(): void {
      const [first] = failures;
      if (!first) return;
      const reasons = failures.slice(0, told).map(({ name, error }) => `${name}: ${reasonOf(error)}`);
      throw new AggregateError(
        failures.map(({ error }) => error),
        `${failures.length} failed: ${reasons.join('; ')}`,
        { cause: first.error },
      );
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
