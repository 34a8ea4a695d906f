import { watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox } from '@shutterbus/sandbox/sandbox';
import { handlerIn, rebuildFunctions } from './build-functions.ts';
import { readHeld } from './bundles.ts';
import { libraryParts } from './library-parts.ts';
import { root } from './repository.ts';
import { watchFolders } from './watch-folders.ts';

/** An editor writes a file in several steps, and a branch that is checked out many files. */
const gatherMs = 50;

/** What a change of these is brought to. */
const isSource = (file: string): boolean => file.endsWith('.ts') && !/\.(test|suite|fixture)\.ts$/.test(file);
const isTemplate = (file: string): boolean => /^(?:template|services\/.+)\.yaml$/.test(file);

/**
 * Brings what is saved to what runs: the functions that hold a changed module are built and reloaded, and of a changed template what
 * differs is applied. What went wrong stands on the console's pages until it is mended.
 * @returns a function that ends it
 */
export function hotReload(sandbox: Pick<Sandbox, 'apply' | 'services' | 'notice'>): () => void {
  const changed = new Set<string>();
  /** Folders of functions whose build failed. */
  const unbuilt = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  // Without them the first build would take as long as one of all functions; what is wrong with them, that build says.
  let last: Promise<unknown> = libraryParts([]).catch(() => undefined);

  async function bring(files: readonly string[]): Promise<void> {
    try {
      const folders = await affected(files, unbuilt);
      for (const folder of folders) unbuilt.add(folder);
      // A next start builds all, since what is in dist/ is of no one state of the sources.
      if (folders.length > 0) await rm(path.join(root, 'dist/.functions'), { force: true });
      if (folders.length > 0) await rebuildFunctions(folders, files);
      unbuilt.clear();
      const names = folders.flatMap((folder) => reload(folder));
      const isApplied = files.some(isTemplate);
      if (isApplied) await sandbox.apply();
      if (names.length > 0 || isApplied)
        sandbox.notice({
          isTrouble: false,
          text: `Reloaded: ${[...names, ...(isApplied ? ['the template'] : [])].join(', ')}`,
        });
    } catch (error) {
      sandbox.notice({ isTrouble: true, text: error instanceof Error ? error.message : String(error) });
    }
  }

  /** @returns names of the functions that have their code there */
  function reload(folder: string): string[] {
    const { lambda } = sandbox.services;
    const own = lambda.functions().filter((fn) => path.relative(root, fn.root) === path.normalize(folder));
    for (const { name } of own) lambda.reload(name);
    return own.map(({ name }) => name);
  }

  function see(file: string): void {
    if (!isSource(file) && !isTemplate(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      last = last.then(() => bring(files));
    }, gatherMs);
  }

  const endWatching = watchFolders(root, ['services', 'packages/contracts/src', 'packages/lambda/src'], see);
  const ofRoot = watch(root, (_event, file) => file !== null && see(file));
  return () => {
    clearTimeout(timer);
    endWatching();
    ofRoot.close();
  };
}

/** Folders of the functions that hold one of these files, of new ones too, and of those that wait for their build. */
async function affected(files: readonly string[], unbuilt: ReadonlySet<string>): Promise<string[]> {
  const holding = Object.entries(await readHeld()).flatMap(([folder, held]) =>
    files.some((file) => held.includes(file)) ? [folder] : [],
  );
  const fresh = files.flatMap((file) => handlerIn(file) ?? []);
  return [...new Set([...holding, ...fresh, ...unbuilt])];
}
