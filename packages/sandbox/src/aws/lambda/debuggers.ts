import type { Environments } from './environments.ts';
import type { Functions } from './functions.ts';
import { isNodejs } from './runtime-program.ts';

/** A function to be debugged is not there, or cannot be; meant for the terminal as it is. */
export class NoSuchFunctionError extends Error {
  readonly code = 'no-such-function';
}

/**
 * Makes an environment of each function that is to be debugged, of what its first alias runs, so that a debugger can be
 * there before the first call.
 * @param inspect names or logical ids
 * @throws NoSuchFunctionError
 */
export function openDebuggers(
  inspect: readonly string[],
  { byName, aliases, describe }: Functions,
  environments: Environments,
): void {
  for (const wanted of inspect) {
    const found = [...byName.values()].filter(
      ({ name, logicalId }) => name === wanted || logicalId === wanted,
    );
    if (found.length === 0) {
      const names = [...byName.values()].map(({ logicalId }) => logicalId).sort();
      throw new NoSuchFunctionError(
        `--inspect names ${wanted}, and there is no such function, only: ${names.join(', ')}.`,
      );
    }
    const other = found.find(({ runtime }) => !isNodejs(runtime));
    if (other)
      throw new NoSuchFunctionError(
        `--inspect names ${wanted}, which runs on ${other.runtime}; only functions of Node.js can be debugged here.`,
      );
    for (const { name } of found) environments.open(describe(name, aliases.list(name)[0]?.name ?? '$LATEST'));
  }
}
