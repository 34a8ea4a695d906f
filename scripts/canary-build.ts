import { cp, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

export type Change = 'good' | 'throws' | 'slow' | 'silent';

/**
 * What stands around the handler of a new version. Each sees the event, and `next()` runs the code that is there today.
 * The first call of an environment is always well served: so a quick look does not find it, as with most real faults.
 */
const wrappers: Record<Change, string> = {
  good: 'return next();',
  throws:
    "if (++calls % 2 === 0) throw new Error('the new version fails at every second call');\n  return next();",
  slow: 'await new Promise((resolve) => setTimeout(resolve, slowMs));\n  return next();',
  // Only what no caller waits for: an HTTP request that got no answer would be an error, and seen as one.
  silent: 'if (!event.requestContext) return { batchItemFailures: [] };\n  return next();',
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
  slowMs: number,
): Promise<(folder: string) => string> {
  const names = await readdir(from);
  for (const name of names) {
    const target = path.join(to, name);
    await mkdir(target, { recursive: true });
    await cp(path.join(from, name), target, { recursive: true });
    await rename(path.join(target, 'index.js'), path.join(target, 'present.js'));
    await writeFile(path.join(target, 'index.js'), moduleText(change, slowMs));
  }
  return (folder) => (path.dirname(folder) === from ? path.join(to, path.basename(folder)) : folder);
}

const moduleText = (
  change: Change,
  slowMs: number,
): string => `// The new version of a release rehearsal: ${change}.
const present = require('./present.js');
const slowMs = ${slowMs};
let calls = 0;
exports.handler = async (event, context) => {
  const next = () => present.handler(event, context);
  ${wrappers[change]}
};
`;
