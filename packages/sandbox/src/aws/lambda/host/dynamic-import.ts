import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Context, type Module, SourceTextModule, SyntheticModule } from 'node:vm';
import type { ModuleLoader } from './module-loader.ts';
import { isCommonJs } from './package-scope.ts';

/** The second parameter comes with `--experimental-import-meta-resolve`, which a thread is started with. */
const resolve: (specifier: string, parent: string) => string = import.meta.resolve;

/**
 * `import()` for the CommonJS files of one environment: Node's modules, packages, CommonJS files and ES modules, each
 * as this environment has them. It needs `--experimental-vm-modules`, which a thread is started with.
 * @returns namespace objects
 */
export function dynamicImport(
  root: string,
  context: Context,
  loader: ModuleLoader,
  builtin: (name: string) => unknown,
): (specifier: string, filename: string) => Promise<object> {
  const known = new Map<string, Promise<Module>>();

  function find(specifier: string, parent: string): Promise<Module> {
    const url = isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, '')}` : resolve(specifier, parent);
    const found = known.get(url) ?? make(url);
    known.set(url, found);
    return found;
  }

  async function make(url: string): Promise<Module> {
    if (url.startsWith('node:')) return wrapped(url, builtin(url));
    const file = fileURLToPath(url);
    if (file.endsWith('.json')) return wrapped(url, JSON.parse(await readFile(file, 'utf8')));
    if (isCommonJs(file, root)) return wrapped(url, loader.load(file));
    return new SourceTextModule(await readFile(file, 'utf8'), {
      context,
      identifier: url,
      initializeImportMeta(meta) {
        Object.assign(meta, { url, filename: file, resolve: (specifier: string) => resolve(specifier, url) });
      },
      importModuleDynamically: (specifier) => evaluated(find(specifier, url)),
    });
  }

  /** A CommonJS export is the default export, and each of its members a named one. */
  function wrapped(url: string, exports: unknown): Module {
    const members: object = Object(exports);
    const names = Object.keys(members).filter((name) => name !== 'default');
    return new SyntheticModule(
      ['default', ...names],
      function () {
        this.setExport('default', exports);
        for (const name of names) this.setExport(name, Reflect.get(members, name));
      },
      { context, identifier: url },
    );
  }

  async function evaluated(finding: Promise<Module>): Promise<Module> {
    const module = await finding;
    if (module.status === 'unlinked')
      await module.link((specifier, { identifier }) => find(specifier, identifier));
    await module.evaluate();
    return module;
  }

  return async (specifier, filename) =>
    (await evaluated(find(specifier, pathToFileURL(filename).href))).namespace;
}
