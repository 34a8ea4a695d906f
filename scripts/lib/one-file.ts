import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeWhole } from '@shutterbus/sandbox/core/write-whole';
import type { OutputFile, Plugin } from 'esbuild';
import { root } from './repository.ts';

/** Beside what Node keeps of compiled code. */
const folder = path.join(root, 'node_modules', '.cache', 'one-file');

/** Begins the last line of a kept file, which says what it was made of. */
const mark = '\n//# made of ';

/** Our own sources in a file, as paths from the repository, and the digest of them as they were then. */
interface MadeOf {
  sources: string[];
  digest: string;
}

/**
 * Puts a module, with all of ours that it imports and their libraries, into one file, unless it lies there as the sources are now:
 * Node needs most of a millisecond to find and link each of seven hundred modules (decision 0080).
 * @param entry a path from the repository
 * @returns what `import()` takes: the file, or the module itself where it cannot be made or kept
 */
export async function inOneFile(entry: string): Promise<string> {
  const module = path.join(root, entry);
  // Two copies of the repository may have their libraries in common.
  const place = createHash('sha256').update(module).digest('hex').slice(0, 8);
  const file = path.join(folder, `${path.basename(entry, '.ts')}-${place}.mjs`);
  try {
    if (!isAsTheSourcesAre(file)) await make(entry, file);
    return pathToFileURL(file).href;
  } catch {
    // Whoever imports the module itself is told by Node what is wrong with it, in the words and lines of its source.
    return pathToFileURL(module).href;
  }
}

function isAsTheSourcesAre(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8');
    const { sources, digest } = JSON.parse(text.slice(text.lastIndexOf(mark) + mark.length)) as MadeOf;
    return digestOf(sources.map((name) => [name, readFileSync(path.join(root, name), 'utf8')])) === digest;
  } catch {
    // There is none, or a source is gone.
    return false;
  }
}

/** Of our own sources, of the lockfile that names the versions of libraries, and of who makes and runs the file. */
function digestOf(sources: readonly (readonly [name: string, text: string])[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const each of ['pnpm-lock.yaml', 'scripts/lib/one-file.ts'])
    hash.update(readFileSync(path.join(root, each)));
  for (const [name, text] of sources) hash.update(`\0${name}\0`).update(text);
  return hash.digest('base64url');
}

async function make(entry: string, file: string): Promise<void> {
  /** As they were read: one that is saved meanwhile makes the file stale at once. */
  const sources = new Map<string, string>();
  const { build, stop } = await import('esbuild');
  let outputs: OutputFile[];
  try {
    ({ outputFiles: outputs } = await build({
      ...{ absWorkingDir: root, entryPoints: [entry], plugins: [ownSources(sources), leftOutside] },
      ...{ bundle: true, write: false, outfile: file, logLevel: 'silent' },
      // For NODE_OPTIONS=--enable-source-maps, which costs a tenth of the start.
      ...{ sourcemap: 'linked', sourcesContent: false },
      ...{ platform: 'node', format: 'esm', target: `node${process.versions.node}` },
      mainFields: ['module', 'main'],
      define: { 'import.meta': ownMeta },
      // For what libraries of CommonJS want of Node.
      banner: {
        js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
      },
    }));
  } finally {
    await stop();
  }
  const madeOf: MadeOf = { sources: [...sources.keys()], digest: digestOf([...sources]) };
  const endingIn = (end: string) => outputs.find((output) => output.path.endsWith(end))?.text ?? '';
  writeWhole(`${file}.map`, Buffer.from(endingIn('.map')));
  writeWhole(file, Buffer.from(`${endingIn('.mjs')}${mark}${JSON.stringify(madeOf)}`));
}

const ownMeta = 'metaOfModule';

/** In one file, too, each of our modules finds what lies beside its source. */
const ownSources = (sources: Map<string, string>): Plugin => ({
  name: 'own-sources',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: filename }) => {
      const text = await readFile(filename, 'utf8');
      sources.set(path.relative(root, filename), text);
      const meta = { url: pathToFileURL(filename).href, dirname: path.dirname(filename), filename };
      const itsOwn = text.includes('import.meta') ? `const ${ownMeta} = ${JSON.stringify(meta)};` : '';
      // On the first line, so that all others keep their numbers.
      return { contents: `${itsOwn}${text}`, loader: 'ts' };
    });
  },
});

/** Programs of their own, and what is large and mostly not needed. */
const outside = /^(?:esbuild|sharp|@viz-js\/viz|@aws-sdk\/.*)$/;

const leftOutside: Plugin = {
  name: 'left-outside',
  setup(build) {
    build.onResolve({ filter: outside }, ({ path: library, importer }) => ({
      path: pathToFileURL(createRequire(importer).resolve(library)).href,
      external: true,
    }));
  },
};
