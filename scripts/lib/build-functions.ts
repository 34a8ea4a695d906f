import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';
import { updateHeld, writeBundles } from './bundles.ts';
import { libraryParts } from './library-parts.ts';
import { root, services } from './repository.ts';
import { slimBundle, slimOwn, slimPart } from './slim-bundle.ts';
import { upToDate } from './stamp.ts';

/**
 * Bundles every file in services/<service>/src/handlers into dist/<service>/<handler>/index.js, where the templates'
 * CodeUri points. Does nothing when no source changed.
 * @param report told before there is something to do
 */
export async function buildFunctions(report: (line: string) => void = () => {}): Promise<void> {
  const sources = [
    'services/*/src/**/*.ts',
    'packages/{contracts,lambda}/src/**/*.ts',
    'scripts/lib/{build-functions,bundle-options,bundles,slim-bundle,slimmings/*}.ts',
  ];
  const stamp = upToDate('dist/.functions', [...sources, 'pnpm-lock.yaml']);
  if (stamp.fresh) return;
  report('Building the functions …');

  const metafile = await bundleFunctions('dist');
  await removeStale();
  // Lambda loads index.js as CommonJS; without this file the repository's "type": "module" would decide locally.
  await mkdir(path.join(root, 'dist'), { recursive: true });
  await writeFile(path.join(root, 'dist', 'package.json'), '{ "type": "commonjs" }\n');
  await writeBundles(metafile);
  await stamp.write();
}

/** What of the functions is built, and from what. */
interface Build {
  /** What is to be other than the sources say: a test's new version. */
  changes?: Plugin[];
  /** Of which folders, as `media/get-photo`; all unless told. */
  wanted?: (folder: string) => boolean;
}

/** @param outdir absolute, or relative to the repository */
export async function bundleFunctions(
  outdir: string,
  { changes = [], wanted }: Build = {},
): Promise<Metafile> {
  const handlers = (await Promise.all(services.map(handlersOf))).flat();
  const chosen = handlers.filter(({ output }) => wanted?.(path.posix.dirname(output)) ?? true);
  return bundle(chosen, outdir, [...changes, wanted ? slimPart : slimBundle]);
}

/**
 * Builds some functions anew into dist/, in a process that ends with it, from our own sources and from what they import of libraries,
 * which is bundled once for all. What such a function does is the same; it is larger, and nobody has asked of it what a
 * whole build asks.
 * @param folders as `dist/media/get-photo`; those whose handler is gone are passed over
 * @param changed files since the last build
 * @throws Error that says where a source cannot be built
 */
export async function rebuildFunctions(
  folders: readonly string[],
  changed: readonly string[],
): Promise<void> {
  const built = await bundleFromParts(folders, changed, 'dist');
  if (built) await updateHeld(built);
}

/** @param outdir absolute, or relative to the repository */
export async function bundleFromParts(
  folders: readonly string[],
  changed: readonly string[],
  outdir: string,
): Promise<Metafile | undefined> {
  const handlers = (await Promise.all(services.map(handlersOf))).flat();
  const wanted = handlers.filter(({ output }) =>
    folders.includes(path.posix.join('dist', path.posix.dirname(output))),
  );
  if (wanted.length === 0) return undefined;
  return bundle(wanted, outdir, [await libraryParts(changed), slimOwn]);
}

/** Where the function of a handler's file is built; undefined for other files. */
export function handlerIn(file: string): string | undefined {
  const [, service, name] = /^services\/([^/]+)\/src\/handlers\/([^/]+)\.ts$/.exec(file) ?? [];
  return name === undefined || !existsSync(path.join(root, file)) ? undefined : `dist/${service}/${name}`;
}

async function bundle(
  handlers: readonly { output: string; input: string }[],
  outdir: string,
  plugins: Plugin[],
): Promise<Metafile> {
  const entryPoints = Object.fromEntries(handlers.map(({ output, input }) => [output, input]));
  // Loaded only when there is something to build; its service process, which holds all sources, ends with the build.
  const { build, stop } = await import('esbuild');
  try {
    const { metafile } = await build({
      ...bundleOptions,
      ...{ entryPoints, outdir, plugins, metafile: true },
    });
    const threads = threadsOf(metafile, outdir);
    if (Object.keys(threads).length === 0) return metafile;
    const built = await build({ ...bundleOptions, entryPoints: threads, outdir, metafile: true });
    return { inputs: metafile.inputs, outputs: { ...metafile.outputs, ...built.metafile.outputs } };
  } finally {
    await stop();
  }
}

/**
 * A module that starts a thread has the thread's file beside it: `heif-decoder.thread.ts` beside `heif-decoder.ts`. It
 * is built into the folder of each function that holds the module, where `import.meta.dirname` finds it.
 */
function threadsOf({ outputs }: Metafile, outdir: string): Record<string, string> {
  const threads: Record<string, string> = {};
  for (const [output, { inputs }] of Object.entries(outputs)) {
    const folder = path.relative(path.resolve(root, outdir), path.dirname(path.resolve(root, output)));
    for (const module of Object.keys(inputs)) {
      const thread = module.replace(/\.ts$/, '.thread.ts');
      if (thread === module || !existsSync(path.join(root, thread))) continue;
      threads[path.join(folder, path.basename(thread, '.ts'))] = thread;
    }
  }
  return threads;
}

/** What is no longer a function goes after the build: a sandbox may be running on the others. */
async function removeStale(): Promise<void> {
  for (const service of services) {
    const folder = path.join(root, 'dist', service);
    const wanted = new Set((await handlersOf(service)).map(({ output }) => output.split('/')[1]));
    const stale = existsSync(folder) ? (await readdir(folder)).filter((name) => !wanted.has(name)) : [];
    for (const name of stale) await rm(path.join(folder, name), { recursive: true });
  }
}

async function handlersOf(service: string): Promise<{ output: string; input: string }[]> {
  const folder = `services/${service}/src/handlers`;
  if (!existsSync(path.join(root, folder))) return [];
  const files = await readdir(path.join(root, folder));
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file))
    .map((file) => ({ output: `${service}/${file.slice(0, -3)}/index`, input: `${folder}/${file}` }));
}
