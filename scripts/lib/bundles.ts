import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import * as z from 'zod';
import { root } from './repository.ts';

/** What is known of the built functions: which module of which package is in which bundle. Written by the build. */
const file = path.join(root, 'dist/.bundles.json');

const bundlesSchema = z.record(
  z.string(),
  z.object({
    /** Size of index.js, and of the threads that it starts. */
    sizeBytes: z.int(),
    /** Bytes that each source file leaves in the bundle, by its path in the repository. */
    modules: z.record(z.string(), z.int()),
    /** What the bundle requires from outside: Node's own modules and native libraries. */
    externals: z.array(z.string()),
  }),
);

/** By the function's folder, for example `dist/media/get-photo`. */
export type Bundles = z.infer<typeof bundlesSchema>;

export async function writeBundles(metafile: Metafile): Promise<void> {
  await writeFile(file, JSON.stringify(bundlesOf(metafile), null, 1));
  await writeFile(heldFile, JSON.stringify(heldBy(metafile)));
}

/** Which of our own files are in which bundle: read each time that one of them is changed, so it is a file of its own. */
const heldFile = path.join(root, 'dist/.held.json');
const heldSchema = z.record(z.string(), z.array(z.string()));

/** Our own files that each function holds, by the function's folder. @throws Error when nothing is built */
export const readHeld = async (): Promise<Record<string, string[]>> =>
  heldSchema.parse(JSON.parse(await readBuilt(heldFile)));

/** After some functions were built anew. Their sizes, and what they hold of libraries, are known again after the next whole build. */
export const updateHeld = async (metafile: Metafile): Promise<void> =>
  writeFile(heldFile, JSON.stringify({ ...(await readHeld()), ...heldBy(metafile) }));

function heldBy({ outputs }: Metafile): Record<string, string[]> {
  const held: Record<string, string[]> = {};
  for (const [output, { inputs }] of Object.entries(outputs)) {
    const own = Object.keys(inputs).filter((name) => /^(?:services|packages)\//.test(name));
    const folder = path.posix.dirname(output);
    held[folder] = [...(held[folder] ?? []), ...own];
  }
  return held;
}

function bundlesOf({ outputs }: Metafile): Bundles {
  const bundles: Bundles = {};
  for (const [output, { bytes, inputs, imports }] of Object.entries(outputs)) {
    const kept = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const folder = path.posix.dirname(output);
    const others = bundles[folder];
    bundles[folder] = {
      sizeBytes: bytes + (others?.sizeBytes ?? 0),
      modules: {
        ...others?.modules,
        ...Object.fromEntries(kept.map(([name, { bytesInOutput }]) => [name, bytesInOutput])),
      },
      externals: [
        ...(others?.externals ?? []),
        ...imports.filter(({ external }) => external).map((each) => each.path),
      ],
    };
  }
  return bundles;
}

/** @throws Error when nothing is built */
export async function readBundles(): Promise<Bundles> {
  return bundlesSchema.parse(JSON.parse(await readBuilt(file)));
}

const readBuilt = (name: string): Promise<string> =>
  readFile(name, 'utf8').catch(() => {
    throw new Error('There is nothing in dist/: run npm run build first.');
  });

/** Folders of the functions that require one of these. */
export async function functionsThatImport(libraries: readonly string[]): Promise<string[]> {
  return Object.entries(await readBundles())
    .filter(([, { externals }]) =>
      externals.some((name) =>
        libraries.some((library) => name === library || name.startsWith(`${library}/`)),
      ),
    )
    .map(([folder]) => folder);
}
