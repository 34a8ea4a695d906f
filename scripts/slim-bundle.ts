import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * What a function carries from a library and can never use. Each entry replaces one module while a function is bundled.
 * What stands in fails loudly where it would be needed after all, so that nothing silently works otherwise than it
 * should; tests/template/artifacts.test.ts runs the built functions.
 */
interface Slimming {
  /** End of the module's path. */
  module: RegExp;
  reason: string;
  replace(source: string): string;
}

const refuse = (what: string): string =>
  `const refuse = () => { throw new Error(${JSON.stringify(`${what}: left out of this bundle, see scripts/slim-bundle.ts`)}); };\n`;

const slimmings: Slimming[] = [
  {
    module: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    reason:
      'Only operations like SelectObjectContent speak it. Being imported dynamically, it would also make esbuild keep ' +
      'all that it imports, half of @smithy/core, whole.',
    replace: () =>
      `${refuse('Event streams')}
      export { refuse as EventStreamSerde };
      export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });
      export const resolveEventStreamSerdeConfig = (config) => config;`,
  },
  {
    module: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/,
    reason:
      'The shapes of all operations are plain lists, yet their computed keys make esbuild keep them. Saying that they ' +
      'are pure lets it drop those of the operations that nobody calls.',
    replace: (source) =>
      source.replaceAll(
        /^export (?:var|const) (\w+\$?) = (\[[\s\S]*?\]);$/gm,
        'export const $1 = /* @__PURE__ */ (() => $2)();',
      ),
  },
  {
    module: /@aws-sdk\/middleware-endpoint-discovery\/dist-es\/index\.js$/,
    reason: 'DynamoDB needs no endpoint discovery: it is off unless a client asks for it, and ours do not.',
    replace: () =>
      `export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
        environmentVariableSelector: () => false, configFileSelector: () => false, default: false };
      export const resolveEndpointDiscoveryConfig = (config) => config;
      export const getEndpointDiscoveryPlugin = () => ({ applyToStack: () => {} });
      export { getEndpointDiscoveryPlugin as getEndpointDiscoveryRequiredPlugin };
      export { getEndpointDiscoveryPlugin as getEndpointDiscoveryOptionalPlugin };`,
  },
  {
    module: /zod\/v4\/core\/json-schema-processors\.js$/,
    reason: 'JSON Schemas are made when contracts are written (npm run contracts), never in a function.',
    replace: (source) =>
      refuse('JSON Schema') +
      [...source.matchAll(/^export (?:const|function) (\w+)/gm)]
        .map(([, name]) => `export { refuse as ${name} };`)
        .join('\n'),
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
  {
    module: /@aws-sdk\/client-[\w-]+\/package\.json$/,
    reason: 'Only the version is read, for the user agent.',
    replace: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
];

/** An esbuild plugin that leaves out what no function can use. */
export const slimBundle: Plugin = {
  name: 'slim-bundle',
  setup(build) {
    for (const { module, replace } of slimmings) {
      build.onLoad({ filter: module }, async ({ path }) => ({
        contents: replace(await readFile(path, 'utf8')),
        loader: path.endsWith('.json') ? 'json' : 'js',
      }));
    }
  },
};
