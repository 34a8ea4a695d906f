import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile, Plugin, PluginBuild } from 'esbuild';
import { root } from './repository.ts';
import { awsSdkSlimmings } from './slimmings/aws-sdk.ts';
import { contractSlimmings } from './slimmings/contracts.ts';
import { zodSlimmings } from './slimmings/zod.ts';

const slimmings = [...contractSlimmings, ...zodSlimmings, ...awsSdkSlimmings];

/**
 * An esbuild plugin that leaves out what no function can use; scripts/lib/slimmings says what that is, and why. What stands
 * in fails loudly where it would be needed after all, so that nothing silently works otherwise than it should;
 * tests/template/artifacts.test.ts runs the built functions, and the flows use them.
 */
export const slimBundle = slimming(true);

/** The same for some of the functions, which need not hold every module that something is left out of. */
export const slimPart = slimming(false);

function slimming(holdsAll: boolean): Plugin {
  return { name: 'slim-bundle', setup: (build) => leaveOut(build, holdsAll) };
}

function leaveOut(build: PluginBuild, holdsAll: boolean): void {
  /** Read while esbuild is at work, when the first module asks for them. */
  let words: Promise<Set<string>> | undefined;
  const met = new Set<RegExp>();
  for (const { module, replace } of slimmings) {
    build.onLoad({ filter: module }, async (file) => {
      met.add(module);
      words ??= ownWords();
      const source = await readFile(file.path, 'utf8');
      const loader = file.path.endsWith('.json') ? 'json' : file.path.endsWith('.ts') ? 'ts' : 'js';
      return { contents: replace(source, await words, file.path), loader };
    });
  }
  if (!holdsAll) return;
  build.onEnd(({ metafile }) => ({
    errors: slimmings
      .filter(({ module, library }) => !met.has(module) && holds(metafile, library))
      .map(({ module }) => ({ text: `scripts/lib/slimmings: there is no module ${module} any more` })),
  }));
}

const holds = (metafile: Metafile | undefined, library: RegExp | undefined): boolean =>
  !library || Object.keys(metafile?.inputs ?? {}).some((file) => library.test(file));

async function ownWords(): Promise<Set<string>> {
  const words = new Set<string>();
  for await (const name of glob('{services/*,packages/{contracts,lambda}}/src/**/*.ts', { cwd: root })) {
    if (/\.(test|suite|fixture)\.ts$|\/test-[\w-]+\.ts$/.test(name)) continue;
    const source = await readFile(path.join(root, name), 'utf8');
    for (const [word] of source.matchAll(/\b\w+/g)) words.add(word);
    // Not the `example` of `...example` and of photos.example.com.
    for (const [access] of source.matchAll(/(?<!\.)\.\w+\b(?!\.com)\(?/g)) words.add(access);
  }
  return words;
}
