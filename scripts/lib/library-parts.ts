import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import * as z from 'zod';
import { bundleOptions } from './bundle-options.ts';
import { nativeLibraries } from './native-libraries.ts';
import { ownSources } from './own-sources.ts';
import { root } from './repository.ts';
import { slimLibraries } from './slim-bundle.ts';
import { type Stamp, upToDate } from './stamp.ts';

const folder = path.join(root, 'dist/.libraries');

/** What the parts are made of, beside what our sources import. */
const ingredients = [
  'pnpm-lock.yaml',
  'scripts/lib/{bundle-options,library-parts,own-sources,slim-bundle,slimmings/*}.ts',
  'packages/lambda/src/{environment-credentials,regional-endpoint}.ts',
];

const partsSchema = z.object({
  /** Folder of these parts in dist/.libraries. */
  at: z.string(),
  /** By library: what is imported of it, and the folder of a file that does. */
  asked: z.record(z.string(), z.object({ names: z.array(z.string()), from: z.string() })),
});
type Parts = z.infer<typeof partsSchema>;

/**
 * An esbuild plugin that gives for a library a part of it, bundled before: all that our sources import of it. So a changed handler is built from a
 * few dozens of files, not from a thousand. The parts lie in dist/.libraries and are made anew when a library, a slimming or what is
 * imported changes.
 * @param changed files that may import more than the parts have
 */
export async function libraryParts(changed: readonly string[]): Promise<Plugin> {
  const stamp = upToDate('dist/.libraries/stamp', ingredients);
  const kept = stamp.fresh ? await readParts() : undefined;
  const { at, asked } = kept && (await hasAll(kept, changed)) ? kept : await makeParts(stamp);
  return {
    name: 'library-parts',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path: library, importer }) =>
        asked[library] === undefined || importer.startsWith(folder)
          ? undefined
          : { path: path.join(folder, at, fileOf(library)) },
      );
    },
  };
}

const readParts = async (): Promise<Parts | undefined> => {
  const text = await readFile(path.join(folder, 'parts.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : partsSchema.parse(JSON.parse(text));
};

async function hasAll({ at, asked }: Parts, changed: readonly string[]): Promise<boolean> {
  if (!existsSync(path.join(folder, at))) return false;
  for (const file of changed) {
    const text = await readFile(path.join(root, file), 'utf8').catch(() => '');
    for (const [library, names] of librariesIn(text))
      if (names.some((name) => asked[library]?.names.includes(name) !== true)) return false;
  }
  return true;
}

const importOf = /^(?:import|export) ((?!type )[^;'"]+?) from '((?!\.|node:|@shutterbus\/)[^']+)';$/gm;
const isNative = (library: string): boolean =>
  nativeLibraries.some((name) => library === name || library.startsWith(`${name}/`));

/** What a source imports of libraries: of `import * as z` what it reads of `z`, as `*.string`. */
export function librariesIn(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, clause = '', library = ''] of text.matchAll(importOf)) {
    if (isNative(library)) continue;
    const names = namesIn(clause, text);
    if (names.length > 0) found.set(library, [...(found.get(library) ?? []), ...names]);
  }
  return found;
}

function namesIn(clause: string, text: string): string[] {
  const [, whole] = /^\* as (\w+)$/.exec(clause) ?? [];
  if (whole !== undefined)
    return [...text.matchAll(new RegExp(`\\b${whole}\\.(\\w+)`, 'g'))].map(([, name = '']) => `*.${name}`);
  const [, own, braces = ''] = /^(\w+)?(?:, )?(?:\{([^}]*)\})?$/.exec(clause) ?? [];
  const listed = braces.split(',').map((one) => one.trim().replace(/ as .*$/, ''));
  return [
    ...(own === undefined ? [] : ['default']),
    ...listed.filter((name) => name !== '' && !name.startsWith('type ')),
  ];
}

/** Others may do the same at the same time: what is there is whole, and in a folder named by what it was made of. */
async function makeParts(stamp: Stamp): Promise<Parts> {
  const asked: Parts['asked'] = {};
  for await (const { name, text } of ownSources())
    for (const [library, names] of librariesIn(text)) {
      const known = asked[library] ?? { names: [], from: path.posix.dirname(name) };
      asked[library] = { ...known, names: [...new Set([...known.names, ...names])].sort() };
    }
  const at = createHash('sha256')
    .update(JSON.stringify([stamp.value, asked]))
    .digest('hex')
    .slice(0, 16);
  if (!existsSync(path.join(folder, at))) await bundleParts(asked, at);
  for (const old of await readdir(folder, { withFileTypes: true }))
    if (old.isDirectory() && !old.name.startsWith(at) && !old.name.includes('.'))
      await rm(path.join(folder, old.name), { recursive: true, force: true });
  await put('parts.json', JSON.stringify({ at, asked }));
  await stamp.write();
  return { at, asked };
}

async function put(name: string, text: string): Promise<void> {
  const written = path.join(folder, `${name}.${process.pid}`);
  await writeFile(written, text);
  await rename(written, path.join(folder, name));
}

async function bundleParts(asked: Parts['asked'], at: string): Promise<void> {
  const made = path.join(folder, `${at}.${process.pid}`);
  // Its service process ends with the build.
  const { build, stop } = await import('esbuild');
  await build({
    ...bundleOptions,
    entryPoints: Object.fromEntries(
      Object.keys(asked).map((library) => [fileOf(library).replace(/\.mjs$/, ''), `part:${library}`]),
    ),
    ...{ outdir: made, format: 'esm', splitting: true, outExtension: { '.js': '.mjs' } },
    plugins: [partsOf(asked), slimLibraries],
  }).finally(stop);
  await rename(made, path.join(folder, at)).catch(() => rm(made, { recursive: true }));
}

const fileOf = (library: string): string => `${library.replace('@', '').replaceAll('/', '+')}.mjs`;

/** Of each library a module that exports what is asked for; of `z.infer`, which is a type, nothing is there. */
function partsOf(asked: Parts['asked']): Plugin {
  return {
    name: 'parts',
    setup(build) {
      build.onResolve({ filter: /^part:/ }, ({ path: entry }) => ({
        path: entry.slice('part:'.length),
        namespace: 'part',
      }));
      build.onLoad({ filter: /.*/, namespace: 'part' }, async ({ path: library }) => {
        const { names = [], from = '.' } = asked[library] ?? {};
        const resolveDir = path.join(root, from);
        const members = names.flatMap((name) => (name.startsWith('*.') ? [name.slice(2)] : []));
        const kept = new Set(names.filter((name) => !name.startsWith('*.')));
        if (members.length > 0) {
          const contents = `export * from '${library}';`;
          const { metafile } = await build.esbuild.build({
            ...{ ...bundleOptions, stdin: { contents, resolveDir }, minify: false },
            ...{ format: 'esm', write: false, metafile: true },
          });
          const exported = Object.values(metafile.outputs).flatMap((output) => output.exports);
          for (const name of members) if (exported.includes(name)) kept.add(name);
        }
        return {
          contents: `export { ${[...kept].join(', ')} } from '${library}';`,
          resolveDir,
          loader: 'js',
        };
      });
    },
  };
}
