/** Words of our own sources. */
export type Words = Pick<ReadonlySet<string>, 'has'>;

/** One cut: which modules of a library a function can never use, and what stands there instead while it is bundled. */
export interface Slimming {
  /** End of the path of each module that it replaces. */
  module: RegExp;
  reason: string;
  /** Of a library that not every build holds: without it, there need be no such module. */
  library?: RegExp;
  /** @param words every word of our own sources; also what they read as `.name` and call as `.name(` */
  replace(source: string, words: Words, file: string): string;
}

/** Code for a function `refuse` that says, whether it is called or constructed, what is missing. */
export const refuse = (what: string): string =>
  `const refuse = function () { throw new Error(${JSON.stringify(`${what}: left out of this bundle, see scripts/lib/slimmings`)}); };\n`;

export const exportedNames = (source: string): string[] =>
  [...source.matchAll(/^export (?:async )?(?:const|var|class|function)\*? (\w+)/gm)].map(
    ([, name = '']) => name,
  );

/** Stands in for a module of functions and classes: each of its exports throws when it is used. */
export const refusing =
  (what: string) =>
  (source: string): string =>
    refuse(what) +
    exportedNames(source)
      .map((name) => `export { refuse as ${name} };`)
      .join('\n');

/** @throws when the text is not there: then the library works otherwise than it did */
export function swap(source: string, text: string, other: string): string {
  if (!source.includes(text)) throw new Error(`scripts/lib/slimmings: there is no ${text} any more`);
  return source.replace(text, other);
}
