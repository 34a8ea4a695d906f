import type { Slimming } from './slimming.ts';

/** What the documents and the web app read of a route or an event, and no function does. */
const forOthers = ['summary', 'example', 'responses'];

/** Our own contracts, which more than functions read. Schemas are dear to build: all routes of media took 12 ms. */
export const contractSlimmings: Slimming[] = [
  {
    module: /packages\/contracts\/src\/(?:routes|events)\/[\w-]+\.ts$/,
    reason:
      'Summaries, examples and the shapes of answers are for the documents and for the web app: what a handler ' +
      'answers is typed, not parsed. And of all routes and events, a function has a few.',
    replace: (source, words) => {
      const read = forOthers.find((name) => words.has(`.${name}`));
      if (read)
        throw new Error(`a function reads .${read}, which scripts/lib/slimmings/contracts.ts leaves out`);
      const property = new RegExp(
        `^ {2}(?:${forOthers.join('|')})(?:,\\n|:[\\s\\S]*?,\\n(?= {2}\\w|\\}(?:\\)| as const);))`,
        'gm',
      );
      return pure(source.replaceAll(property, ''));
    },
  },
  {
    module: /packages\/contracts\/src\/(?:fields|event|problem|route)\.ts$/,
    reason: 'A function reads a few fields of all there are.',
    replace: pure,
  },
];

/** Lets esbuild drop the schemas that nobody reads; a call might have effects, so it would keep them. */
function pure(source: string): string {
  return source.replaceAll(
    /^(export )?const (\w+) = ((?:z\b|define\w+\(|pageOf\(|\w+(?:Field|Shape)\s*\.|photo\.)[\s\S]*?);\n(?! )/gm,
    (_, exported = '', name, value) => `${exported}const ${name} = /* @__PURE__ */ (() => ${value})();\n`,
  );
}
