import { readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import type { Context, Script } from 'node:vm';
import { makeCodeCache } from './code-cache.ts';
import { current } from './current-environment.ts';
import { RuntimeError } from './error-document.ts';
import { isCommonJs } from './package-scope.ts';

const opening = '(function(exports,require,module,__filename,__dirname){';
const closing = '\n})';

const cache = makeCodeCache();

/** Keeps for later threads what this one has compiled. */
export const saveCompiled = cache.save;

/** Compiled once per thread; a file that has changed on disk is compiled again. */
const compiled = new Map<string, { version: string; script: Script }>();

function compile(filename: string): Script {
  const { mtimeMs, size } = statSync(filename);
  const version = `${mtimeMs}:${size}`;
  const known = compiled.get(filename);
  if (known?.version === version) return known.script;
  const source = readFileSync(filename, 'utf8').replace(/^#!.*/, '');
  try {
    const script = cache.compile(filename, opening + source + closing, {
      columnOffset: -opening.length,
      // The script is shared by all environments; the one that runs it now is meant.
      importModuleDynamically: (specifier) => importFor(specifier, filename),
    });
    compiled.set(filename, { version, script });
    return script;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    throw error;
  }
}

function importFor(specifier: string, filename: string): Promise<never> {
  const environment = current.getStore();
  if (!environment) throw new Error(`import('${specifier}') in ${filename} belongs to no environment`);
  // Node takes namespace objects as well as the modules that its types name.
  return environment.importFrom(specifier, filename) as Promise<never>;
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

export interface ModuleLoader {
  /** Runs a CommonJS file, once. @returns its exports */
  load(filename: string): unknown;
}

/**
 * CommonJS for one environment: every JavaScript module, its dependencies included, is instantiated anew from code that
 * the thread compiles once. ES modules that are required are the thread's.
 * @param root the function's own folder
 * @param context whose globals the code sees
 * @param builtin finds Node's own modules
 * @param parse reads JSON into objects of that context
 */
export function moduleLoader(
  root: string,
  context: Context,
  builtin: (name: string) => unknown,
  parse: (json: string) => unknown,
): ModuleLoader {
  const modules: Record<string, LoadedModule> = Object.create(null);

  function requireFrom(filename: string): NodeJS.Require {
    const real = createRequire(filename);
    const require = (id: string): unknown => {
      if (isBuiltin(id)) return builtin(id);
      const target = real.resolve(id);
      if (target.endsWith('.node')) current.getStore()?.needsChild(`native addon: ${target}`);
      if (target.endsWith('.json')) return loadJson(target);
      return isCommonJs(target, root) ? load(target) : real(target);
    };
    return Object.assign(require, {
      resolve: real.resolve,
      cache: modules as never,
      extensions: real.extensions,
      main: undefined,
    });
  }

  function begin(filename: string): LoadedModule {
    const module: LoadedModule = {
      exports: {},
      id: filename,
      filename,
      path: dirname(filename),
      loaded: false,
      children: [],
      paths: [],
    };
    modules[filename] = module;
    return module;
  }

  function loadJson(filename: string): unknown {
    const known = modules[filename];
    if (known) return known.exports;
    const exports = parse(readFileSync(filename, 'utf8'));
    Object.assign(begin(filename), { exports, loaded: true });
    return exports;
  }

  function load(filename: string): unknown {
    const known = modules[filename];
    if (known) return known.exports;
    const module = begin(filename);
    try {
      const require = requireFrom(filename);
      module.require = require;
      const body = compile(filename).runInContext(context);
      body.call(module.exports, module.exports, require, module, filename, module.path);
      module.loaded = true;
    } catch (error) {
      delete modules[filename];
      throw error;
    }
    return module.exports;
  }
  return { load };
}
