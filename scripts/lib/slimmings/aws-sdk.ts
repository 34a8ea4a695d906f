import path from 'node:path';
import { root } from '../repository.ts';
import { exportedNames, refuse, refusing, type Slimming, swap } from './slimming.ts';

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
  'client-ssm': 'ssm',
};

const regionalEndpoint = JSON.stringify(path.join(root, 'packages/lambda/src/regional-endpoint.ts'));

/** Settings, credentials and the region are in the environment: Lambda has no other place for them. */
const environment: Slimming[] = [
  {
    module: /@smithy\/core\/dist-es\/submodules\/config\/node-config-provider\/fromSharedConfigFiles\.js$/,
    reason:
      'A function has no ~/.aws. Each client would look for its files at the first call, a dozen settings through.',
    replace: () =>
      `import { devNull } from 'node:os';
      import { CredentialsProviderError } from '../property-provider/CredentialsProviderError';
      export const fromSharedConfigFiles = () => async () => {
        for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_PROFILE'])
          if (![undefined, '', devNull].includes(process.env[name]))
            throw new Error(name + ' is not read by this bundle, see scripts/lib/slimmings');
        throw new CredentialsProviderError('not in the environment');
      };`,
  },
  {
    module: /@smithy\/core\/.*\/regionConfig\/getInstanceMetadataRegion\.js$/,
    reason: 'That is how an EC2 instance learns its region; Lambda sets AWS_REGION.',
    replace: refusing('The region of an EC2 instance (AWS_REGION is not set)'),
  },
];

/** Ordinary endpoints and the ordinary signature; packages/lambda/src/regional-endpoint.ts says which. */
const endpoints: Slimming[] = [
  {
    module: /@aws-sdk\/client-[\w-]+\/dist-es\/endpoint\/endpointResolver\.js$/,
    reason:
      'The rules for every kind of endpoint in every partition are 40 kB. packages/lambda/src/regional-endpoint.ts ' +
      'gives the ordinary ones, and its test compares them with these rules.',
    replace: (_source, _words, file) => {
      const client = /client-[\w-]+(?=\/dist-es)/.exec(file.replaceAll('\\', '/'))?.[0] ?? '';
      if (client === 'client-s3')
        return `export { s3Endpoint as defaultEndpointResolver } from ${regionalEndpoint};`;
      const name = addressNames[client];
      if (!name)
        throw new Error(
          `scripts/lib/slimmings/aws-sdk.ts: what is the service of ${client} called in addresses?`,
        );
      return `import { regionalEndpoint } from ${regionalEndpoint}; export const defaultEndpointResolver = regionalEndpoint('${name}');`;
    },
  },
  {
    module:
      /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/(isVirtualHostableS3Bucket|parseArn)\.js$/,
    reason: 'What those rules would ask.',
    replace: refusing("The SDK's own rules of endpoints"),
  },
  {
    module: /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/lib\/aws\/partition\.js$/,
    reason: 'As above; the user agent asks it for a prefix, which is empty unless somebody sets one.',
    replace: () =>
      `${refuse("The SDK's own rules of endpoints")}
      export { refuse as partition, refuse as setPartitionInfo, refuse as useDefaultPartitionInfo };
      export const getUserAgentPrefix = () => '';`,
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
    module:
      /@aws-sdk\/(middleware-sdk-s3\/.*\/S3ExpressIdentityProviderImpl|client-s3\/dist-es\/commands\/CreateSessionCommand)\.js$/,
    reason: 'As above.',
    replace: (source) => `export class ${exportedNames(source)[0]} {}`,
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
];

/** How requests are written and answers are read. */
const protocols: Slimming[] = [
  {
    module: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/,
    reason:
      'The shapes of all operations are plain lists, yet their computed keys make esbuild keep them. Saying that they ' +
      'are pure lets it drop those of the operations that nobody calls. And an error that our sources never name needs ' +
      'no class of its own: it comes as the service exception, with its name, message and status.',
    replace: (source, words) =>
      source
        .replaceAll(
          /^(export )?(?:var|const) (\w+\$?) = (\[[\s\S]*?\]);$/gm,
          (_, exported = '', name, list) => `${exported}const ${name} = /* @__PURE__ */ (() => ${list})();`,
        )
        .replaceAll(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) =>
          words.has(name) ? line : '',
        ),
  },
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
    module: /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    reason: 'As above: it writes the headers of signed messages in a stream.',
    replace: () => `${refuse('Event streams')} export class HeaderFormatter { format = refuse; }`,
  },
  {
    module: /@smithy\/core\/dist-es\/submodules\/serde\/.*\.browser\.js$/,
    reason: "The twins for a browser's streams. In Node a body is a stream of Node, a buffer or a string.",
    replace: refusing("A browser's stream"),
  },
  {
    module:
      /@smithy\/core\/dist-es\/submodules\/serde\/util-stream\/(createBufferedReadable|getAwsChunkedEncodingStream)\.js$/,
    reason: 'For uploads of a stream whose length is not known; ours are buffers.',
    replace: refusing('Uploading a stream'),
  },
  {
    module: /@aws-sdk\/core\/dist-es\/submodules\/protocols\/xml\/XmlShapeSerializer\.js$/,
    reason:
      'Nothing that we ask of S3 has a body of XML: keys, versions and conditions stand in path, query and headers. ' +
      'Bytes pass as they are.',
    replace: () =>
      `${refuse('A request with a body of XML')}
      export class XmlShapeSerializer {
        setSerdeContext() {}
        write(schema, value) {
          if (!ArrayBuffer.isView(value)) refuse();
          this.body = value;
        }
        flush() {
          const { body } = this;
          this.body = undefined;
          return body;
        }
      }`,
  },
];

/** What is there for a choice that none of our clients makes. */
const choices: Slimming[] = [
  {
    module: /@smithy\/core\/dist-es\/submodules\/retry\/util-retry\/(Adaptive|Standard)RetryStrategy\.js$/,
    reason: 'Every client gets its limits, and its way to retry, from packages/lambda/src/aws-client.ts.',
    replace: refusing('A client without clientSettings'),
  },
  {
    module: /\/(?:Sha256|Sha1|Md5|Crc32)Node\.js$/,
    reason: 'Node has these algorithms; the ones in JavaScript are for a Node that was built without.',
    replace: (source) =>
      source.replace(/= \w+ \? (buildNativeClass\(\w*\)) : \w+Js;/, '= /* @__PURE__ */ $1;'),
  },
  {
    module: /@aws-sdk\/client-[\w-]+\/package\.json$/,
    reason: 'Only the version is read, for the user agent.',
    replace: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
  {
    module: /@aws\/durable-execution-sdk-js\/dist\/index\.mjs$/,
    library: /@aws\/durable-execution-sdk-js\//,
    reason:
      'Being imported dynamically, the client of Lambda would be kept whole, with a hundred operations. These are what it ' +
      'is asked for.',
    replace: (source) => {
      const names = 'LambdaClient, CheckpointDurableExecutionCommand, GetDurableExecutionStateCommand';
      const asked = "import('@aws-sdk/client-lambda')";
      return `import { ${names} } from '@aws-sdk/client-lambda';
        ${swap(source, asked, `Promise.resolve({ ${names} })`)}`;
    },
  },
];

export const awsSdkSlimmings = [...environment, ...endpoints, ...protocols, ...choices];
