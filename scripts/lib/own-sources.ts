import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './repository.ts';

/** Every file that may be in a function, by its path in the repository. */
export async function* ownSources(): AsyncGenerator<{ name: string; text: string }> {
  for await (const name of glob('{services/*,packages/{contracts,lambda}}/src/**/*.ts', { cwd: root })) {
    if (/\.(test|suite|fixture)\.ts$|\/test-[\w-]+\.ts$/.test(name)) continue;
    yield { name, text: await readFile(path.join(root, name), 'utf8') };
  }
}
