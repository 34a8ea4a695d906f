import { readFile } from 'node:fs/promises';
import type { Metafile, Plugin, PluginBuild } from 'esbuild';
import { ownSources } from './own-sources.ts';
import { awsSdkSlimmings } from './slimmings/aws-sdk.ts';
import { contractSlimmings } from './slimmings/contracts.ts';
import type { Slimming, Words } from './slimmings/slimming.ts';
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
  return {
    name: 'slim-bundle',
    setup(build) {
      /** Read while esbuild is at work, when the first module asks for them. */
      let words: Promise<Set<string>> | undefined;
      const met = leaveOut(build, slimmings, () => (words ??= ownWords()));
      if (!holdsAll) return;
      build.onEnd(({ metafile }) => ({
        errors: slimmings
          .filter(({ module, library }) => !met.has(module) && holds(metafile, library))
          .map(({ module }) => ({ text: `scripts/lib/slimmings: there is no module ${module} any more` })),
      }));
    },
  };
}

/** For our own sources alone, and for libraries alone whatever our sources say; neither is checked. */
export const slimOwn: Plugin = {
  name: 'slim-own',
  setup: (build) => void leaveOut(build, contractSlimmings, () => new Set()),
};
export const slimLibraries: Plugin = {
  name: 'slim-libraries',
  setup: (build) => void leaveOut(build, [...zodSlimmings, ...awsSdkSlimmings], () => anyWord),
};

/** As if our sources said every word. */
const anyWord: Words = { has: () => true };

/** @returns the slimmings whose modules were met, as the build goes on */
function leaveOut(
  build: PluginBuild,
  these: readonly Slimming[],
  words: () => Words | Promise<Words>,
): ReadonlySet<RegExp> {
  const met = new Set<RegExp>();
  for (const { module, replace } of these) {
    build.onLoad({ filter: module }, async (file) => {
      met.add(module);
      const source = await readFile(file.path, 'utf8');
      const loader = file.path.endsWith('.json') ? 'json' : file.path.endsWith('.ts') ? 'ts' : 'js';
      return { contents: replace(source, await words(), file.path), loader };
    });
  }
  return met;
}

const holds = (metafile: Metafile | undefined, library: RegExp | undefined): boolean =>
  !library || Object.keys(metafile?.inputs ?? {}).some((file) => library.test(file));

async function ownWords(): Promise<Set<string>> {
  const words = new Set<string>();
  for await (const { text } of ownSources()) {
    for (const [word] of text.matchAll(/\b\w+/g)) words.add(word);
    // Not the `example` of `...example` and of photos.example.com.
    for (const [access] of text.matchAll(/(?<!\.)\.\w+\b(?!\.com)\(?/g)) words.add(access);
  }
  return words;
}
