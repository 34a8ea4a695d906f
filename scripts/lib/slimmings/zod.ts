import { refuse, refusing, type Slimming, swap } from './slimming.ts';

/** So many parses without a parser of its own cost a shape no more than to compile one (npm run bench:parses). */
const parsesBeforeCompiling = 500;

export const zodSlimmings: Slimming[] = [
  {
    module: /zod\/v4\/core\/schemas\.js$/,
    reason:
      'At its first use each shape writes and compiles a parser of its own, for milliseconds. An environment that has just ' +
      'begun parses without, as zod does where code must not be compiled, and most end before it pays.',
    replace(source) {
      const counting = swap(source, 'let fastpass;', 'let fastpass, parses = 0;');
      const compiles = 'if (jit && fastEnabled &&';
      return swap(counting, compiles, `${compiles} ++parses > ${parsesBeforeCompiling} &&`);
    },
  },
  {
    module: /zod\/v4\/classic\/schemas\.js$/,
    reason:
      'Each schema carries a method for every format and check there is. What neither our sources nor this module ' +
      'call is left out. And of core, imported as a whole, esbuild would keep all utilities.',
    replace: (source, words) =>
      source
        .replace('import { util } from "../core/index.js";', 'import * as util from "../core/util.js";')
        .replaceAll('core.util.', 'util.')
        .replaceAll(
          /^ {4}(?:async )?(\w+)(?:: (?:async )?function \w+)?\([^)]*\) \{\n[\s\S]*?\n {4}\},?$/gm,
          (method, name) =>
            words.has(`.${name}(`) || new RegExp(`\\b(?:this|inst)\\.${name}\\(`).test(source) ? method : '',
        ),
  },
  {
    module: /zod\/v4\/classic\/(?:iso|coerce)\.js$/,
    reason: 'As above, for z.iso and z.coerce.',
    replace: (source, words) =>
      source.replaceAll(/^export function (\w+)[\s\S]*?\n\}$/gm, (method, name) =>
        words.has(`.${name}(`) ? method : '',
      ),
  },
  {
    module: /zod\/v4\/core\/memoizer\.js$/,
    reason:
      'It wraps every schema for input that contains itself. What a function reads was JSON, which cannot; zod/mini ' +
      'has none either.',
    replace: () =>
      `${refuse('Input that contains itself')}
      export class $ZodCyclicError extends Error {}
      export const memoizer = () => undefined;
      export { refuse as isRecursiveSchema };
      export const isBackEdge = () => false;`,
  },
  {
    module: /zod\/v4\/core\/json-schema-processors\.js$/,
    reason: 'JSON Schemas are made when contracts are written (npm run contracts), never in a function.',
    replace: refusing('JSON Schema'),
  },
  {
    module: /zod\/v4\/core\/to-json-schema\.js$/,
    reason:
      'As above; these two are called for each schema and give the method that would make its JSON Schema.',
    replace: () =>
      `${refuse('JSON Schema')}
      export const createToJSONSchemaMethod = () => refuse;
      export const createStandardJSONSchemaMethod = () => refuse;
      export { refuse as extractDefs, refuse as finalize, refuse as initializeContext, refuse as processSchema };
      export { refuse as handleUnrepresentable };`,
  },
];
