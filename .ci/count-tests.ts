import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { root } from '../scripts/lib/repository.ts';

/** Prints the sum of all test runs whose results lie in node_modules/.cache/test-results, as one closing line. */
const result = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numPendingTests: z.int() });
const folder = path.join(root, 'node_modules/.cache/test-results');

let [passed, failed, skipped] = [0, 0, 0];
for await (const name of glob('*.json', { cwd: folder })) {
  const counts = result.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
