import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The bytes of objects and parts: one file each, named by chance, under `<state folder>/s3/`. */
export interface ObjectFiles {
  /** A name that is not in use; the file does not exist yet. */
  newName(): string;
  path(name: string): string;
  /** Removes files; one that is gone already, or still read on Windows, is left to the next sweep. */
  remove(...names: string[]): void;
  /** Removes every file that is not in `used`: what a killed sandbox wrote without getting to the row. */
  sweep(used: ReadonlySet<string>): void;
}

export function makeObjectFiles(folder: string): ObjectFiles {
  mkdirSync(folder, { recursive: true });
  const remove = (name: string): void => {
    try {
      rmSync(path.join(folder, name), { force: true });
    } catch {
      // Swept at the next start.
    }
  };
  return {
    newName: () => randomBytes(16).toString('hex'),
    path: (name) => path.join(folder, name),
    remove: (...names) => {
      for (const name of names) if (name !== '') remove(name);
    },
    sweep(used) {
      for (const name of readdirSync(folder)) if (!used.has(name)) remove(name);
    },
  };
}
