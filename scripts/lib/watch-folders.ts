import { type FSWatcher, readdirSync, watch } from 'node:fs';
import path from 'node:path';

/**
 * Tells of each file that is saved below some folders, in folders that come later too; not below `node_modules`. Each folder has a watcher of
 * its own: the one that Node calls recursive follows, on Linux, a file itself, and loses it once an editor has put another in its place.
 * @param root what the folders count from, and the files that are told of, with `/`
 * @returns a function that ends it
 */
export function watchFolders(
  root: string,
  folders: readonly string[],
  saved: (file: string) => void,
): () => void {
  const watchers = new Map<string, FSWatcher>();

  /** @param isNew its files are told of, since nobody watched when they came */
  function add(folder: string, isNew: boolean): void {
    if (path.basename(folder) === 'node_modules' || !entriesOf(path.join(root, folder))) return;
    // Of one that was there before under this name, the old watcher sees nothing any more.
    watchers.get(folder)?.close();
    const watcher = watch(path.join(root, folder), (_event, name) => {
      if (name === null) return;
      const at = path.posix.join(folder, name);
      if (entriesOf(path.join(root, at))) add(at, true);
      else saved(at);
    });
    // Where a folder's end is an error to its watcher: whatever takes its place is seen by the folder above.
    watcher.on('error', () => watcher.close());
    watchers.set(folder, watcher);
    // Only now, so that nothing comes between a look and the watch.
    for (const entry of entriesOf(path.join(root, folder)) ?? []) {
      const at = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) add(at, isNew);
      else if (isNew) saved(at);
    }
  }

  for (const folder of folders) add(folder, false);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

/** What a folder holds; undefined of what is none, or no longer there. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
