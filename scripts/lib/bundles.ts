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

export const writeBundles = (metafile: Metafile): Promise<void> => write(bundlesOf(metafile));

/** After some functions were built anew. */
export const updateBundles = async (metafile: Metafile): Promise<void> =>
  write({ ...(await readBundles()), ...bundlesOf(metafile) });

const write = (bundles: Bundles): Promise<void> => writeFile(file, JSON.stringify(bundles, null, 1));

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
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error('There is nothing in dist/: run npm run build first.');
  });
  return bundlesSchema.parse(JSON.parse(text));
}

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
