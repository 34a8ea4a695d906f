/**
 * For a child whose code lies in a foreign package of ES modules: no package.json above the function's folder decides
 * what its files are, as nothing lies above /var/task. It is named by `--import`, with the folder as its query, so that
 * the threads that the code starts have it too.
 * Not handled: threads that are started with `execArgv` of their own.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { inModulePackage } from './package-scope.ts';

const root = new URL(import.meta.url).searchParams.get('root') ?? '';

/** A `.js` file of the function that no package.json of its own speaks for; Lambda sees by its text what it is. */
const isUndeclared = (file: string): boolean =>
  extname(file) === '.js' && file.startsWith(root + sep) && !inModulePackage(dirname(file), root);

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (found.format !== 'module' || !found.url.startsWith('file:')) return found;
    const file = fileURLToPath(found.url);
    return isUndeclared(file) && readsAsScript(file) ? { ...found, format: 'commonjs' } : found;
  },
});

/** A hook's format does not reach `require`, nor the main file of a thread. */
const { extensions } = createRequire(import.meta.url);
const byPackage = extensions['.js'];
extensions['.js'] = (module, filename) => {
  if (isUndeclared(filename)) compile(module, readFileSync(filename, 'utf8'), filename);
  else byPackage(module, filename);
};

/** As Node does with a file of no package: an ES module, when it does not read as anything else. */
function compile(module: NodeJS.Module, source: string, filename: string): void {
  const own: unknown = Reflect.get(module, '_compile');
  if (typeof own === 'function') Reflect.apply(own, module, [source, filename]);
}

function readsAsScript(file: string): boolean {
  try {
    new Script(`(function(){${readFileSync(file, 'utf8').replace(/^#!.*/, '')}\n})`);
    return true;
  } catch {
    return false;
  }
}
