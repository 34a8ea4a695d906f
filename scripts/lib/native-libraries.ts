import { spawnSync } from 'node:child_process';
import { existsSync, globSync, realpathSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as z from 'zod';
import { functionsThatImport } from './bundles.ts';
import { root } from './repository.ts';

/**
 * Libraries with a native part, or whose licence wants them to be replaceable: not bundled, but installed beside the
 * function (`npm run build`).
 */
export const nativeLibraries = ['sharp', 'libheif-js'];

/** Other builds of the same library, six times as large as the one that is used; its licences stay. */
const unused = ['index.js', 'wasm.js', 'wasm-bundle.js', 'libheif', 'libheif-wasm/libheif-bundle.js']
  .concat('libheif-wasm/libheif-bundle.mjs', 'libheif-wasm/libheif.d.ts')
  .map((name) => `libheif-js/${name}`);

/** As the template's parameter Architecture has it, and as npm calls the same processor. */
export const processors = { arm64: 'arm64', x86_64: 'x64' } as const;
export type Architecture = keyof typeof processors;

/** This machine's, where functions can run as they will on Lambda; undefined on anything but Linux. */
export const ownArchitecture: Architecture | undefined =
  process.platform === 'linux' ? (process.arch === 'arm64' ? 'arm64' : 'x86_64') : undefined;

const manifest = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * A node_modules folder with the native libraries for Lambda, in exactly the versions of the lockfile. It is made once
 * and kept; making it needs npm's registry.
 * @throws Error when npm cannot get the packages
 */
export async function nativeModules(architecture: Architecture): Promise<string> {
  const versions = await lockedVersions();
  const name = [...versions].map(([library, version]) => `${path.basename(library)}-${version}`).join('_');
  const kept = path.join(root, 'node_modules/.cache/native', `${name}_${architecture}`);
  if (existsSync(kept)) return kept;

  await mkdir(path.dirname(kept), { recursive: true });
  const folder = await mkdtemp(`${kept}-`);
  try {
    const dependencies = Object.fromEntries(versions);
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    // Bin links would be symbolic links, which a zip for Lambda had better not hold; scripts would look at this machine.
    const options = '--omit=dev --os=linux --libc=glibc --no-bin-links --ignore-scripts --no-package-lock';
    const args = ['install', ...options.split(' '), `--cpu=${processors[architecture]}`];
    const npm = spawnSync('npm', [...args, '--no-audit', '--no-fund'], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0)
      throw new Error(`npm could not install ${name} for ${architecture}:\n${npm.stderr.trim()}`);
    for (const name of ['.package-lock.json', ...unused])
      await rm(path.join(folder, 'node_modules', name), { recursive: true, force: true });
    await rename(path.join(folder, 'node_modules'), kept);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return kept;
}

/** Puts them beside each built function that imports one. @returns the functions' folders in dist/ */
export async function installNativeLibraries(architecture: Architecture): Promise<string[]> {
  const functions = await functionsThatImport(nativeLibraries);
  if (functions.length === 0) return [];
  const modules = await nativeModules(architecture);
  for (const folder of functions) {
    const target = path.join(root, folder, 'node_modules');
    await rm(target, { recursive: true, force: true });
    await cp(modules, target, { recursive: true });
  }
  return functions;
}

/**
 * Takes away what was installed for another machine than this one, so that the sandbox finds the repository's own.
 * @returns true when there was something
 */
export async function removeForeignLibraries(): Promise<boolean> {
  let found = false;
  for (const name of globSync('dist/*/*/node_modules', { cwd: root })) {
    const modules = path.join(root, name);
    const wanted = ownArchitecture && `sharp-linux-${processors[ownArchitecture]}`;
    if (wanted && (await readdir(path.join(modules, '@img'))).includes(wanted)) continue;
    await rm(modules, { recursive: true });
    found = true;
  }
  return found;
}

/** The libraries and all that they depend on, as pnpm has installed them; platform packages follow from these. */
async function lockedVersions(): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  const visit = async (library: string, from: string): Promise<void> => {
    const file = manifestOf(library, from);
    const { version, dependencies } = manifest.parse(JSON.parse(await readFile(file, 'utf8')));
    if (versions.has(library)) return;
    versions.set(library, version);
    for (const name of Object.keys(dependencies)) await visit(name, file);
  };
  for (const library of nativeLibraries) await visit(library, path.join(root, 'package.json'));
  return versions;
}

/** Not every package lets `<name>/package.json` be required, so its folder is looked for. */
function manifestOf(library: string, from: string): string {
  const places = createRequire(from).resolve.paths(library) ?? [];
  const found = places
    .map((place) => path.join(place, library, 'package.json'))
    .find((file) => existsSync(file));
  if (!found) throw new Error(`${library} is not installed`);
  // pnpm links packages; their own dependencies lie beside the real one.
  return realpathSync(found);
}
