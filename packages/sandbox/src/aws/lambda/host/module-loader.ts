import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { Script } from 'node:vm';
import { RuntimeError } from './error-document.ts';

/** Names that every module of an environment sees instead of the thread's own. */
const ownNames = [
  'process',
  'console',
  'globalThis',
  'global',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;
const opening = `(function(${ownNames.join(',')}){return function(exports,require,module,__filename,__dirname){`;
const closing = '\n}})';

type Body = (
  exports: unknown,
  require: NodeJS.Require,
  module: object,
  filename: string,
  folder: string,
) => void;
type Outer = (...own: unknown[]) => Body;

/** Compiled once per thread; a file that has changed on disk is compiled again. */
const compiled = new Map<string, { version: string; outer: Outer }>();

function compile(filename: string): Outer {
  const { mtimeMs, size } = statSync(filename);
  const version = `${mtimeMs}:${size}`;
  const known = compiled.get(filename);
  if (known?.version === version) return known.outer;
  const source = readFileSync(filename, 'utf8').replace(/^#!.*/, '');
  try {
    const script = new Script(opening + source + closing, { filename, columnOffset: -opening.length });
    const outer: Outer = script.runInThisContext();
    compiled.set(filename, { version, outer });
    return outer;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    throw error;
  }
}

interface LoadedModule {
  exports: unknown;
  id: string;
  filename: string;
  path: string;
  loaded: boolean;
  children: unknown[];
  paths: string[];
  require?: NodeJS.Require;
}

/**
 * CommonJS for one environment: every JavaScript module, its dependencies included, is instantiated anew from code that
 * the thread compiles once. Native addons, ES modules and Node's own modules are the thread's.
 * @param root the function's own folder
 * @param globals by name, one for each of the names above
 * @param builtins replacements for Node's own modules, by name without `node:`
 */
export function moduleLoader(
  root: string,
  globals: Record<string, unknown>,
  builtins: Record<string, unknown>,
): (filename: string) => unknown {
  const modules: Record<string, LoadedModule> = Object.create(null);
  const own = ownNames.map((name) => globals[name]);

  function requireFrom(filename: string): NodeJS.Require {
    const real = createRequire(filename);
    const require = (id: string): unknown => {
      if (isBuiltin(id)) {
        const name = id.replace(/^node:/, '');
        return Object.hasOwn(builtins, name) ? builtins[name] : real(id);
      }
      const target = real.resolve(id);
      return isCommonJs(target, root) ? load(target) : real(target);
    };
    return Object.assign(require, {
      resolve: real.resolve,
      cache: modules as never,
      extensions: real.extensions,
      main: undefined,
    });
  }

  function load(filename: string): unknown {
    const known = modules[filename];
    if (known) return known.exports;
    const path = dirname(filename);
    const module: LoadedModule = {
      exports: {},
      id: filename,
      filename,
      path,
      loaded: false,
      children: [],
      paths: [],
    };
    modules[filename] = module;
    try {
      const require = requireFrom(filename);
      module.require = require;
      const body = compile(filename)(...own);
      body.call(module.exports, module.exports, require, module, filename, path);
      module.loaded = true;
    } catch (error) {
      delete modules[filename];
      throw error;
    }
    return module.exports;
  }
  return load;
}

function isCommonJs(filename: string, root: string): boolean {
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

function isLast(folder: string, root: string): boolean {
  return folder === root || folder === dirname(folder) || folder.endsWith('node_modules');
}

function typeInPackage(folder: string): boolean | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'type' in parsed && parsed.type === 'module';
}
