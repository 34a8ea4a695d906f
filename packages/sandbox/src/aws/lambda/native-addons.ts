import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a native addon is installed with this code: a `*.node` file below its own `node_modules`. */
export function hasNativeAddons(root: string): boolean {
  const libraries = join(root, 'node_modules');
  if (!existsSync(libraries)) return false;
  return readdirSync(libraries, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.node'));
}
