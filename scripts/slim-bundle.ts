import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from './repository.ts';

/**
 * What a function carries from a library and can never use. Each entry replaces one module while a function is bundled.
 * What stands in fails loudly where it would be needed after all, so that nothing silently works otherwise than it
 * should; tests/template/artifacts.test.ts runs the built functions.
 */
interface Slimming {
  /** End of the module's path. */
  module: RegExp;
  reason: string;
  /** @param words every word of our own sources; after a dot, with the dot too */
  replace(source: string, words: ReadonlySet<string>, file: string): string;
}

/** What services are called in addresses, by the name of the SDK's package. */
export const addressNames: Record<string, string> = {
  'client-cloudwatch': 'monitoring',
  'client-codedeploy': 'codedeploy',
  'client-cognito-identity-provider': 'cognito-idp',
  'client-dynamodb': 'dynamodb',
  'client-eventbridge': 'events',
  'client-lambda': 'lambda',
  'client-sesv2': 'email',
  'client-sqs': 'sqs',
};

const refuse = (what: string): string =>
  `const refuse = () => { throw new Error(${JSON.stringify(`${what}: left out of this bundle, see scripts/slim-bundle.ts`)}); };\n`;

const exportedNames = (source: string): string[] =>
  [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name);

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
      'are pure lets it drop those of the operations that nobody calls. And an error that our sources never name needs ' +
      'no class of its own: it comes as the service exception, with its name, message and status.',
    replace: (source, words) =>
      source
        .replaceAll(
          /^export (?:var|const) (\w+\$?) = (\[[\s\S]*?\]);$/gm,
          'export const $1 = /* @__PURE__ */ (() => $2)();',
        )
        .replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) =>
          words.has(name) ? line : '',
        ),
  },
  {
    module: /\/(?:Sha256|Sha1|Md5|Crc32)Node\.js$/,
    reason: 'Node has these algorithms; the ones in JavaScript are for a Node that was built without.',
    replace: (source) =>
      source.replace(/= \w+ \? (buildNativeClass\(\w*\)) : \w+Js;/, '= /* @__PURE__ */ $1;'),
  },
  {
    module: /zod\/v4\/classic\/schemas\.js$/,
    reason:
      'Each schema carries a method for every format and check there is. What neither our sources nor this module ' +
      'names is left out.',
    replace: (source, words) =>
      source.replaceAll(/^ {4}(\w+)\([^)]*\) \{\n[\s\S]*?\n {4}\},?$/gm, (method, name) =>
        words.has(`.${name}`) || new RegExp(`\\.${name}\\b`).test(source) ? method : '',
      ),
  },
  {
    module: /@aws-sdk\/client-[\w-]+\/dist-es\/endpoint\/endpointResolver\.js$/,
    reason:
      'The rules for every kind of endpoint in every partition are 40 kB. packages/lambda/src/regional-endpoint.ts ' +
      'gives the ordinary ones, and its test compares them with these rules.',
    replace: (_source, _words, file) => {
      const client = /client-[\w-]+(?=\/dist-es)/.exec(file.replaceAll('\\', '/'))?.[0] ?? '';
      const from = JSON.stringify(path.join(root, 'packages/lambda/src/regional-endpoint.ts'));
      if (client === 'client-s3') return `export { s3Endpoint as defaultEndpointResolver } from ${from};`;
      const name = addressNames[client];
      if (!name)
        throw new Error(`scripts/slim-bundle.ts: what is the service of ${client} called in addresses?`);
      return `import { regionalEndpoint } from ${from}; export const defaultEndpointResolver = regionalEndpoint('${name}');`;
    },
  },
  {
    module: /@aws-sdk\/signature-v4-multi-region\/dist-es\/index\.js$/,
    reason:
      'For multi-region access points and S3 Express alone; ordinary requests take the ordinary signature.',
    replace: () =>
      `export { SignatureV4 as SignatureV4MultiRegion } from '@smithy/signature-v4';
      export { SignatureV4 as SignatureV4SignWithCredentials } from '@smithy/signature-v4';`,
  },
  {
    module:
      /@aws-sdk\/middleware-sdk-s3\/dist-es\/submodules\/s3\/middleware-s3-express\/.*\/s3Express(Middleware|HttpSigningMiddleware)\.js$/,
    reason: 'We have no directory buckets (S3 Express), whose requests need a session of their own.',
    replace: (source) =>
      exportedNames(source)
        .map((name) => `export const ${name} = () => ({ applyToStack: () => {} });`)
        .join('\n'),
  },
  {
    module: /@aws-sdk\/middleware-sdk-s3\/.*\/S3ExpressIdentityProviderImpl\.js$/,
    reason: 'As above.',
    replace: () => 'export class S3ExpressIdentityProviderImpl {}',
  },
  {
    module: /@aws-sdk\/client-s3\/dist-es\/commands\/CreateSessionCommand\.js$/,
    reason: 'As above.',
    replace: () => 'export class CreateSessionCommand {}',
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
      exportedNames(source)
        .map((name) => `export { refuse as ${name} };`)
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
  async setup(build) {
    const words = await ownWords();
    for (const { module, replace } of slimmings) {
      build.onLoad({ filter: module }, async (file) => ({
        contents: replace(await readFile(file.path, 'utf8'), words, file.path),
        loader: file.path.endsWith('.json') ? 'json' : 'js',
      }));
    }
  },
};

async function ownWords(): Promise<Set<string>> {
  const words = new Set<string>();
  for await (const name of glob('{services/*,packages/{contracts,lambda}}/src/**/*.ts', { cwd: root })) {
    if (/\.(test|suite|fixture)\.ts$/.test(name)) continue;
    const source = await readFile(path.join(root, name), 'utf8');
    for (const [word] of source.matchAll(/\.?\b\w+/g)) words.add(word).add(word.replace('.', ''));
  }
  return words;
}
