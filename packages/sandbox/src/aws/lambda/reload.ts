import type { Environments } from './environments.ts';
import type { Functions } from './functions.ts';
import { hasNativeAddons } from './native-addons.ts';

/**
 * Puts the code of a function as it is now to work: for `$LATEST`, and by a new version for the aliases that are at the
 * newest. An alias in the middle of a release stays with its release.
 * @param runningVersions those that an execution is not done with, which stay
 * @returns a function that takes a function's name, or its logical id
 */
export function makeReload(
  functions: Functions,
  environments: Environments,
  runningVersions: (functionName: string) => readonly string[],
): (reference: string) => void {
  const { versions, aliases } = functions;
  /** Versions that nobody asked for by name, oldest first, by function name. */
  const made = new Map<string, string[]>();

  return (reference) => {
    const { fn } = functions.describe(reference);
    fn.hasAddons = hasNativeAddons(fn.root);
    environments.end(fn.name, '$LATEST');
    const newest = versions.list(fn).at(-1)?.version;
    const followers = aliases
      .list(fn.name)
      .filter(({ version, weights }) => version === newest && Object.keys(weights).length === 0);
    if (followers.length === 0) return;
    const { version } = versions.publish(fn, '');
    if (version === newest) return;
    for (const { name } of followers) aliases.put(fn.name, name, { version });
    const own = made.get(fn.name) ?? [];
    made.set(fn.name, [...own.slice(-1), version]);
    // What is under way still runs the one before.
    const running = runningVersions(fn.name);
    for (const old of own.slice(0, -1)) {
      if (running.includes(old)) continue;
      environments.end(fn.name, old);
      versions.remove(fn, old);
    }
  };
}
