import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { type Call, readBody } from '../../core/edge.ts';
import type { Alias } from './aliases.ts';
import { configurationOf } from './function-configuration.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { listPage } from './list-page.ts';
import type { PublishedVersion } from './versions.ts';

export interface ReleaseAnswer {
  status: number;
  body: object | undefined;
}

const publishInput = z.object({ Description: z.string().optional(), CodeSha256: z.string().optional() });
const aliasInput = z.object({
  Name: z.string().optional(),
  FunctionVersion: z.string().optional(),
  Description: z.string().optional(),
  RoutingConfig: z.object({ AdditionalVersionWeights: z.record(z.string(), z.number()).nullish() }).nullish(),
  RevisionId: z.string().optional(),
});

/** What is answered here. */
export const releaseOperationNames = [
  'PublishVersion',
  'ListVersionsByFunction',
  'CreateAlias',
  'GetAlias',
  'ListAliases',
  'UpdateAlias',
  'DeleteAlias',
];

/**
 * The part of Lambda's API that releases are made with: versions and aliases, as CodeDeploy or a person uses them.
 * @returns what answers a call, or undefined for one that is about something else
 */
export function releaseOperations(functions: Functions): (call: Call) => Promise<ReleaseAnswer | undefined> {
  const { versions, aliases } = functions;

  async function versionsOf(call: Call, fn: LambdaFunction): Promise<ReleaseAnswer | undefined> {
    if (call.request.method === 'GET') {
      const published = versions.list(fn).map((version) => describe(fn, version));
      const latest = configurationOf({ fn, version: '$LATEST', invokedArn: `${fn.arn}:$LATEST` });
      return { status: 200, body: listPage(call.url, 'Versions', [latest, ...published]) };
    }
    if (call.request.method !== 'POST') return undefined;
    const { Description } = publishInput.parse(await json(call));
    return { status: 201, body: describe(fn, versions.publish(fn, Description)) };
  }

  async function aliasesOf(call: Call, fn: LambdaFunction): Promise<ReleaseAnswer | undefined> {
    if (call.request.method === 'GET') {
      const wanted = call.url.searchParams.get('FunctionVersion');
      const all = aliases.list(fn.name).filter(({ version }) => wanted === null || version === wanted);
      const shown = all.map((alias) => view(fn, alias));
      return { status: 200, body: listPage(call.url, 'Aliases', shown) };
    }
    if (call.request.method !== 'POST') return undefined;
    const { Name, FunctionVersion, ...input } = aliasInput.parse(await json(call));
    if (Name === undefined || FunctionVersion === undefined)
      throw new AwsError('InvalidParameterValueException', 'Name and FunctionVersion are required.');
    if (aliases.find(fn.name, Name)) {
      const sentence = `Alias already exists: ${fn.arn}:${Name}`;
      throw new AwsError('ResourceConflictException', sentence, 409);
    }
    return { status: 201, body: change(fn, Name, FunctionVersion, input) };
  }

  async function oneAlias(call: Call, fn: LambdaFunction, name: string): Promise<ReleaseAnswer | undefined> {
    const alias = aliases.find(fn.name, name);
    if (!alias)
      throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${fn.arn}:${name}`, 404);
    if (call.request.method === 'GET') return { status: 200, body: view(fn, alias) };
    if (call.request.method === 'DELETE') {
      aliases.remove(fn.name, name);
      return { status: 204, body: undefined };
    }
    if (call.request.method !== 'PUT') return undefined;
    const { RevisionId, FunctionVersion = alias.version, ...input } = aliasInput.parse(await json(call));
    if (RevisionId !== undefined && RevisionId !== alias.revisionId) {
      const sentence = 'The RevisionId provided does not match the latest RevisionId.';
      throw new AwsError('PreconditionFailedException', sentence, 412);
    }
    return { status: 200, body: change(fn, name, FunctionVersion, input) };
  }

  function change(
    fn: LambdaFunction,
    name: string,
    version: string,
    { Description, RoutingConfig }: z.infer<typeof aliasInput>,
  ): object {
    const weights = RoutingConfig ? (RoutingConfig.AdditionalVersionWeights ?? {}) : undefined;
    for (const named of [version, ...Object.keys(weights ?? {})]) {
      if (named !== '$LATEST' && !versions.find(fn, named))
        throw new AwsError('ResourceNotFoundException', `Function not found: ${fn.arn}:${named}`, 404);
    }
    const alias = aliases.put(fn.name, name, {
      version,
      ...(weights !== undefined && { weights }),
      ...(Description !== undefined && { description: Description }),
    });
    return view(fn, alias);
  }

  return async (call) => {
    const match = /^\/2015-03-31\/functions\/([^/]+)\/(versions|aliases)(?:\/([^/]+))?$/.exec(
      call.url.pathname,
    );
    if (!match) return undefined;
    const [, reference = '', kind, name] = match;
    const latest = functions.describe(decodeURIComponent(reference)).fn;
    if (name !== undefined)
      return kind === 'aliases' ? oneAlias(call, latest, decodeURIComponent(name)) : undefined;
    return kind === 'aliases' ? aliasesOf(call, latest) : versionsOf(call, latest);
  };
}

const describe = (fn: LambdaFunction, { version, codeSha256, description, fn: own }: PublishedVersion) => ({
  ...configurationOf({ fn: own, version, invokedArn: `${fn.arn}:${version}` }, codeSha256),
  Description: description,
});

const view = (fn: LambdaFunction, { name, version, weights, description, revisionId }: Alias): object => ({
  AliasArn: `${fn.arn}:${name}`,
  Name: name,
  FunctionVersion: version,
  Description: description,
  RevisionId: revisionId,
  ...(Object.keys(weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: weights } }),
});

async function json({ request }: Call): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}
