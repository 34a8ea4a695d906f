import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The code of published versions: a copy that stays when the build is repeated. */
export interface CodeStore {
  /** SHA-256 of every file with its name, base64 as Lambda writes it. Of libraries only their descriptions count. */
  digest(root: string): string;
  /** Copies a folder, once for each digest. @returns the copy's folder */
  keep(root: string, digest: string): string;
  /** Deletes such a copy; nothing happens to a folder that is none. */
  drop(copy: string): void;
}

const libraries = 'node_modules';
/** What no build takes in: where CodeUri is the template's own folder, they lie beside the code. */
const beside = ['.git', '.aws-sam'];

/**
 * Libraries are not copied but linked: what a version finds in node_modules is what is installed now.
 * @param folder is made when the first version is kept
 * @param stateFolder is nobody's code, though it may lie in a function's folder
 */
export function makeCodeStore(folder: string, stateFolder: string): CodeStore {
  const state = resolve(stateFolder);
  const belongs = (file: string): boolean => resolve(file) !== state && !beside.includes(basename(file));
  return {
    digest(root) {
      const hash = createHash('sha256');
      for (const name of filesOf(root, belongs))
        hash.update(`${name}\0`).update(readFileSync(join(root, name)));
      return hash.digest('base64');
    },
    keep(root, digest) {
      const target = join(folder, Buffer.from(digest, 'base64').toString('hex').slice(0, 32));
      if (existsSync(target)) return target;
      mkdirSync(folder, { recursive: true });
      // Under its name only when whole: a kill in between leaves nothing that looks like a version.
      const unfinished = mkdtempSync(join(folder, 'unfinished-'));
      for (const name of readdirSync(root).filter((each) => belongs(join(root, each)))) {
        const isLibraries = (source: string): boolean => basename(source) === libraries;
        cpSync(join(root, name), join(unfinished, name), {
          recursive: true,
          filter: (source) => belongs(source) && !isLibraries(source),
        });
      }
      const installed = nearestLibraries(root);
      if (installed !== undefined) symlinkSync(installed, join(unfinished, libraries), 'junction');
      // In Lambda nothing lies above the code; here a package around the state folder would decide what its files are.
      const description = join(unfinished, 'package.json');
      if (!existsSync(description)) writeFileSync(description, '{}\n');
      try {
        renameSync(unfinished, target);
      } catch (error) {
        if (!existsSync(target)) throw error;
        rmSync(unfinished, { recursive: true });
      }
      return target;
    },
    drop(copy) {
      if (dirname(copy) === folder) rmSync(copy, { recursive: true, force: true });
    },
  };
}

/** Relative names in order; of an installed library its package.json alone. */
function filesOf(root: string, belongs: (file: string) => boolean, folder = ''): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const names = entries.flatMap((entry) => {
    const name = join(folder, entry.name);
    if (!belongs(join(root, name))) return [];
    if (entry.name === libraries) return installedIn(root, name);
    return entry.isDirectory() ? filesOf(root, belongs, name) : [name];
  });
  return names.sort();
}

const installedIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((name) => join(folder, name, 'package.json'))
    .filter((name) => existsSync(join(root, name)));

/** Where Node would look first for a library, coming from this folder. */
function nearestLibraries(folder: string): string | undefined {
  const candidate = join(folder, libraries);
  if (existsSync(candidate)) return candidate;
  const above = dirname(folder);
  return above === folder ? undefined : nearestLibraries(above);
}
