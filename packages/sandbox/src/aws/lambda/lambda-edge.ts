import { AwsError } from '../../core/aws-error.ts';
import { type Call, type Edge, readBody } from '../../core/edge.ts';
import type { World } from '../../core/world.ts';
import { durableOperations } from './durable/durable-operations.ts';
import type { Executions } from './durable/executions.ts';
import type { EventSourceMappings, Mapping } from './event-source-mappings.ts';
import { configurationOf } from './function-configuration.ts';
import type { Functions } from './functions.ts';
import { type Invoker, maxSyncPayloadBytes } from './invoker.ts';
import { listPage } from './list-page.ts';
import { mappingConfiguration } from './mapping-configuration.ts';
import { permissionOperationNames, permissionOperations } from './permission-operations.ts';
import type { Permissions } from './permissions.ts';
import { releaseOperationNames, releaseOperations } from './release-operations.ts';

/** Lambda gives back so much of the log's end. */
const tailBytes = 4096;

export interface LambdaEdgeDependencies {
  functions: Functions;
  invoker: Invoker;
  mappings: Pick<EventSourceMappings, 'list'>;
  permissions: Permissions;
  executions: Executions;
}

interface Route {
  /** Of the operation, in AWS's reference. */
  name: string;
  method: string;
  path: RegExp;
  run(call: Call, name: string): Promise<void> | void;
}

const onFunction = (rest: string): RegExp => new RegExp(`^/2015-03-31/functions/([^/]+)${rest}$`);

/** Lambda's REST API. @see https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export function makeLambdaEdge(
  { region, accountId, access }: Pick<World, 'region' | 'accountId' | 'access'>,
  { functions, invoker, mappings, permissions, executions }: LambdaEdgeDependencies,
): Edge {
  const routes: Route[] = [
    { name: 'Invoke', method: 'POST', path: onFunction('/invocations'), run: invoke },
    { name: 'ListFunctions', method: 'GET', path: /^\/2015-03-31\/functions\/?$/, run: listFunctions },
    { name: 'GetFunction', method: 'GET', path: onFunction(''), run: getFunction },
    {
      name: 'GetFunctionConfiguration',
      method: 'GET',
      path: onFunction('/configuration'),
      run: getConfiguration,
    },
    {
      name: 'ListEventSourceMappings',
      method: 'GET',
      path: /^\/2015-03-31\/event-source-mappings\/?$/,
      run: listMappings,
    },
    {
      name: 'GetEventSourceMapping',
      method: 'GET',
      path: /^\/2015-03-31\/event-source-mappings\/([^/]+)$/,
      run: getMapping,
    },
  ];

  const durable = durableOperations(functions, executions, access);
  const others = [
    permissionOperations(functions, permissions, access),
    releaseOperations(functions),
    durable.answer,
  ];

  async function invoke({ caller, request, response, url, requestId }: Call, name: string): Promise<void> {
    if (Number(request.headers['content-length'] ?? 0) > maxSyncPayloadBytes) throw tooLarge();
    const qualifier = url.searchParams.get('Qualifier') ?? undefined;
    const target = functions.resolve(name, qualifier);
    const payload = (await readBody(request, maxSyncPayloadBytes).catch(asTooLarge)).toString('utf8') || '{}';
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const headers = { 'x-amzn-requestid': requestId, 'x-amz-executed-version': target.version };
    if (type === 'DryRun') {
      access.check(caller, 'lambda:InvokeFunction', target.invokedArn);
      return void response.writeHead(204, headers).end();
    }
    const executionName = request.headers['x-amz-durable-execution-name'];
    if (target.fn.durable || executionName !== undefined) {
      const waits = type !== 'Event';
      const asked = { name: executionName === undefined ? undefined : String(executionName), waits };
      const { arn } = invoker.execute(caller, target, payload, asked);
      const own = { ...headers, 'x-amz-durable-execution-arn': arn };
      if (!waits) return void response.writeHead(202, own).end();
      const { failed, payload: result } = await invoker.outcome(arn);
      const error = failed && { 'x-amz-function-error': 'Unhandled' };
      return void response
        .writeHead(200, { ...own, 'content-type': 'application/json', ...error })
        .end(result);
    }
    if (type === 'Event') {
      invoker.add(caller, target, payload);
      return void response.writeHead(202, headers).end();
    }
    if (type !== 'RequestResponse')
      throw new AwsError('InvalidParameterValueException', `Invocation type ${type} is unknown.`);
    const clientContext = contextOfClient(request.headers['x-amz-client-context']);
    const lines: string[] = [];
    const wantsTail = request.headers['x-amz-log-type'] === 'Tail';
    const outcome = await invoker.run(
      caller,
      target,
      payload,
      requestId,
      wantsTail ? (line) => lines.push(line) : undefined,
      clientContext,
    );
    response.writeHead(200, {
      ...headers,
      'content-type': 'application/json',
      ...(outcome.failed && { 'x-amz-function-error': 'Unhandled' }),
      ...(wantsTail && {
        'x-amz-log-result': Buffer.from(`${lines.join('\n')}\n`)
          .subarray(-tailBytes)
          .toString('base64'),
      }),
    });
    response.end(outcome.payload);
  }

  function listFunctions(call: Call): void {
    const all = [...functions.byName.values()].sort((a, b) => a.name.localeCompare(b.name));
    const shown = all.map((fn) => configurationOf({ fn, version: '$LATEST', invokedArn: fn.arn }));
    answer(call, listPage(call.url, 'Functions', shown));
  }

  const arnPrefix = `arn:aws:lambda:${region}:${accountId}`;
  const shownMapping = (mapping: Mapping): object => mappingConfiguration(functions, arnPrefix, mapping);

  function listMappings(call: Call): void {
    const { searchParams } = call.url;
    const source = searchParams.get('EventSourceArn');
    const name = searchParams.get('FunctionName');
    const wanted = name === null ? undefined : functions.describe(name);
    const found = mappings.list().filter(({ settings, functionReference }) => {
      const arn = settings.kind === 'queue' ? settings.queueArn : settings.streamArn;
      if (source !== null && arn !== source) return false;
      if (!wanted) return true;
      const { fn, invokedArn } = functions.describe(functionReference);
      // Without a qualifier, the mappings of all of the function's aliases are meant.
      return (
        wanted.invokedArn === invokedArn ||
        (wanted.invokedArn === wanted.fn.arn && fn.name === wanted.fn.name)
      );
    });
    answer(call, listPage(call.url, 'EventSourceMappings', found.map(shownMapping)));
  }

  function getMapping(call: Call, id: string): void {
    const found = mappings.list().find((mapping) => mapping.id === id);
    if (!found) throw notThere();
    answer(call, shownMapping(found));
  }

  function getFunction(call: Call, name: string): void {
    const target = functions.describe(name, call.url.searchParams.get('Qualifier') ?? undefined);
    const { reservedConcurrency, root } = target.fn;
    answer(call, {
      Configuration: configurationOf(target),
      Code: { RepositoryType: 'Local', Location: root },
      ...(reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
      }),
    });
  }

  function getConfiguration(call: Call, name: string): void {
    answer(
      call,
      configurationOf(functions.describe(name, call.url.searchParams.get('Qualifier') ?? undefined)),
    );
  }

  return {
    name: 'lambda',
    operations: [
      ...routes.map(({ name }) => name),
      ...permissionOperationNames,
      ...releaseOperationNames,
      ...durable.names,
    ],
    claims: ({ url, signedFor }) =>
      signedFor === 'lambda' || /^\/(2015-03-31|2025-12-01)\//.test(url.pathname),
    async handle(call) {
      try {
        if (call.caller.kind === 'anonymous')
          throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
        for (const { method, path, run } of routes) {
          const match = call.request.method === method ? path.exec(call.url.pathname) : null;
          if (match) return await run(call, decodeURIComponent(match[1] ?? ''));
        }
        for (const operations of others) {
          const found = await operations(call);
          if (found) return answer(call, found.body, found.status);
        }
        throw new AwsError(
          'UnknownOperationException',
          `The sandbox has no lambda operation ${call.request.method} ${call.url.pathname}.`,
          404,
        );
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { Type = error.status < 500 ? 'User' : 'Service', ...details } = error.details;
        answer(
          call,
          { Type, Message: error.message, message: error.message, ...details },
          error.status,
          error.code,
        );
      }
    },
  };
}

function answer({ response, requestId }: Call, body: unknown, status = 200, errorCode?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    ...(errorCode && { 'x-amzn-errortype': errorCode, connection: 'close' }),
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

const notThere = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);

/** @returns JSON text. @throws AwsError `InvalidRequestContentException` */
function contextOfClient(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = Buffer.from(String(header), 'base64').toString('utf8');
  try {
    if (typeof JSON.parse(text) === 'object') return text;
  } catch {
    // Said below.
  }
  const sentence = 'Client context must be a valid Base64-encoded JSON object.';
  throw new AwsError('InvalidRequestContentException', sentence);
}

function tooLarge(): AwsError {
  const message = `Request must be smaller than ${maxSyncPayloadBytes} bytes for the InvokeFunction operation`;
  return new AwsError('RequestTooLargeException', message, 413);
}

function asTooLarge(error: unknown): never {
  throw error instanceof RangeError ? tooLarge() : error;
}
