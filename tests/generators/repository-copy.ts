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
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/lib/repository.ts';

/** What nothing that is written or checked there looks at. */
const left = ['.git', '.sandbox', '.aws-sam', 'node_modules', 'images'];
const scope = '@shutterbus';

/**
 * A copy of the repository in a folder of its own, to change and to check. Dependencies are links to the installed ones;
 * the workspaces of this repository are those of the copy.
 * @param isBuilt with what was built here, which saves building the same there
 */
export function copyRepository({ isBuilt = false } = {}): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'shutterbus-copy-'));
  const copied = (file: string): boolean => {
    const name = path.basename(file);
    return !left.includes(name) && (isBuilt || name !== 'dist');
  };
  cpSync(root, folder, { recursive: true, filter: copied });
  const workspaces = ['services', 'packages'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => path.join(group, name)),
  );
  for (const workspace of ['', ...workspaces]) linkDependencies(folder, path.join(workspace, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * Saves a file of a copy otherwise than it was, at once: whoever watches it never reads half of it.
 * @returns a function that saves it as it was
 * @throws Error when the change changes nothing
 */
export function editFile(folder: string, file: string, change: (text: string) => string): () => void {
  const at = path.join(folder, file);
  const before = readFileSync(at, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${file}`);
  const save = (text: string): void => {
    writeFileSync(`${at}.new`, text);
    renameSync(`${at}.new`, at);
  };
  save(after);
  return () => save(before);
}

function linkDependencies(folder: string, modules: string): void {
  const from = path.join(root, modules);
  const to = path.join(folder, modules);
  if (!existsSync(from)) return;
  mkdirSync(path.join(to, scope), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== scope && name !== '.cache') symlinkSync(path.join(from, name), path.join(to, name));
  if (!existsSync(path.join(from, scope))) return;
  for (const name of readdirSync(path.join(from, scope)))
    symlinkSync(path.join(folder, 'packages', name), path.join(to, scope, name));
}
