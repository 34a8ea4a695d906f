import { cp, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/repository.ts';

export const faults = ['throws', 'slow', 'silent', 'broken'] as const;
export type Change = 'good' | (typeof faults)[number];

/**
 * What stands around the handler of a new version; `next()` runs the code that is there today. Most faults show in real
 * traffic only, which comes by the alias: a hook, which calls the version itself, finds none but `broken`.
 */
const wrappers: Record<Change, string> = {
  good: 'return next();',
  throws: "if (real) throw new Error('the new version cannot read this');\n  return next();",
  // Nobody gets an error, but nearly the whole of the function's time is gone before it begins.
  slow: 'if (real) await new Promise((resolve) => setTimeout(resolve, 0.85 * context.getRemainingTimeInMillis()));\n  return next();',
  // Only where nobody waits for an answer: a request or a sign-up without one would be an error, and be seen as one.
  silent:
    'if (real && !event.requestContext && !event.triggerSource) return { batchItemFailures: [] };\n  return next();',
  broken: "if (qualifier) throw new Error('the new version never works');\n  return next();",
};

/**
 * Makes a new version of each built function in a folder of its own: the same bundle with a wrapper around its handler.
 * The sources and dist/ stay as they are.
 * @param from folder with one folder for each function
 * @returns the folder of the new version for the folder of the present one; other folders as they are
 */
export async function buildNewVersion(
  from: string,
  to: string,
  change: Change,
): Promise<(folder: string) => string> {
  const names = await readdir(from);
  await mkdir(to, { recursive: true });
  // Libraries that are not bundled (sharp) are found in a folder above, here as in dist/.
  await symlink(path.join(root, 'node_modules'), path.join(to, 'node_modules'), 'junction');
  for (const name of names) {
    const target = path.join(to, name);
    await mkdir(target, { recursive: true });
    await cp(path.join(from, name), target, { recursive: true });
    await rename(path.join(target, 'index.js'), path.join(target, 'present.js'));
    await writeFile(path.join(target, 'index.js'), moduleText(change));
  }
  return (folder) => (path.dirname(folder) === from ? path.join(to, path.basename(folder)) : folder);
}

const moduleText = (change: Change): string => `// The new version of a release rehearsal: ${change}.
const present = require('./present.js');
exports.handler = async (event, context) => {
  const next = () => present.handler(event, context);
  // Absent for hooks, which CodeDeploy calls by their names.
  const [, , , , , , , qualifier] = context.invokedFunctionArn.split(':');
  const real = qualifier !== undefined && isNaN(qualifier);
  ${wrappers[change]}
};
`;
