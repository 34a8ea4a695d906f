import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

export function isCommonJs(filename: string, root: string): boolean {
  const extension = extname(filename);
  return (
    extension === '.cjs' ||
    ((extension === '.js' || extension === '') && !inModulePackage(dirname(filename), root))
  );
}

const moduleFolders = new Map<string, boolean>();

/**
 * Whether the nearest package.json says `"type": "module"`. The search ends at a node_modules folder, as in Node, and at
 * the function's own folder, as in Lambda, where nothing lies above it.
 */
export function inModulePackage(folder: string, root: string): boolean {
  const known = moduleFolders.get(folder);
  if (known !== undefined) return known;
  const answer =
    typeInPackage(folder) ?? (isLast(folder, root) ? false : inModulePackage(dirname(folder), root));
  moduleFolders.set(folder, answer);
  return answer;
}

/** Whether Node by itself would read this code as ES modules, for a package.json that lies above it. */
export function isSurroundedByModules(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    const type = typeInPackage(folder);
    if (type !== undefined) return type && folder !== root;
    if (isLast(folder, '')) return false;
  }
}

function isLast(folder: string, root: string): boolean {
  return folder === root || folder === dirname(folder) || folder.endsWith('node_modules');
}

function typeInPackage(folder: string): boolean | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'type' in parsed && parsed.type === 'module';
}
