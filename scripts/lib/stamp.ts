import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './repository.ts';

export interface Stamp {
  /** True when the sources are byte for byte those of the last `write`. */
  fresh: boolean;
  /** Of the sources as they are: the same for the same bytes. */
  value: string;
  /** To be called when the build from these sources has succeeded. */
  write(): Promise<void>;
}

/**
 * Tells whether a build can be skipped.
 * @param file where the stamp is kept, relative to the repository
 * @param patterns globs of everything that the result depends on
 */
export function upToDate(file: string, patterns: string[]): Stamp {
  const hash = createHash('sha256');
  for (const name of globSync(patterns, { cwd: root }).sort())
    hash.update(name).update(readFileSync(path.join(root, name)));
  const value = hash.digest('hex');

  const target = path.join(root, file);
  return {
    value,
    fresh: existsSync(target) && readFileSync(target, 'utf8') === value,
    async write() {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, value);
    },
  };
}
