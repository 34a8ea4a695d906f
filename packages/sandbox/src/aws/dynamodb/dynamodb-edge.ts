import { AwsError } from '../../core/aws-error.ts';
import { type Call, type Edge, readBody } from '../../core/edge.ts';
import type { World } from '../../core/world.ts';
import type { ArnNames } from './arn-names.ts';
import type { EngineClient } from './engine-client.ts';
import { requiredActions } from './required-actions.ts';
import { streamOf } from './stream-access.ts';
import type { StreamReader } from './table-streams.ts';
import { tablesIn } from './written-tables.ts';

export interface DynamoDbEdgeDependencies {
  client: EngineClient;
  names: ArnNames;
  streams: StreamReader;
  world: Pick<World, 'access' | 'region' | 'accountId' | 'observe' | 'now'>;
  /** Request id of the invocation that has these credentials. */
  runningUnder(accessKeyId: string): string | undefined;
}

/** A request of DynamoDB is at most 16 MB (BatchWriteItem); this leaves room for JSON's overhead. */
const bodyLimitBytes = 32 * 1024 * 1024;

/** Operations that can change items; after them the readers of the table's stream are woken. */
const writing = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
]);

/** The busiest operations, whose bodies hold no ARN: they pass byte for byte. */
const withoutArns = new Set([...writing, 'GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);

/** Those of the engine on tables that are tried here; it may have more. */
const onTables = [
  'CreateTable',
  'DescribeTable',
  'ListTables',
  'UpdateTable',
  'DeleteTable',
  'DescribeTimeToLive',
  'UpdateTimeToLive',
];

/**
 * DynamoDB and DynamoDB streams on the AWS port. Item operations pass to the engine as they are; in the answers of
 * all others the engine's ARNs are replaced by the sandbox's. Signatures are checked before this edge is asked.
 */
export function makeDynamoDbEdge({
  client,
  names,
  streams,
  world,
  runningUnder,
}: DynamoDbEdgeDependencies): Edge {
  const { access, region, accountId } = world;
  const tables = `arn:aws:dynamodb:${region}:${accountId}:table/`;

  /** @param at before the engine was asked: what the write brings about comes after it */
  function tellWrite({ caller }: Call, operation: string, body: Buffer, at: number): void {
    const { tell } = world.observe;
    const id = tell && 'accessKeyId' in caller ? runningUnder(caller.accessKeyId) : undefined;
    if (tell === undefined || id === undefined) return;
    for (const table of tablesIn(body))
      tell({ fact: 'wrote', at, work: { kind: 'invocation', id }, target: `${tables}${table}`, operation });
  }

  const proxy = async (call: Call, operation: string): Promise<void> => {
    const { request, response } = call;
    const body = await readBody(request, bodyLimitBytes);
    for (const { action, resource } of requiredActions(operation, body.toString('utf8')))
      access.check(call.caller, action, `${tables}${resource}`);
    const unchanged = withoutArns.has(operation);
    const asked = unchanged ? names.byTableName(body) : Buffer.from(names.toEngine(body.toString('utf8')));
    const askedAt = world.now();
    const answer = await client.forward(request.headers, asked);
    if (answer.status === 400 && answer.body.includes('#UnknownOperationException')) {
      throw new AwsError('UnknownOperationException', `The sandbox has no dynamodb operation ${operation}.`);
    }
    const headers = { ...answer.headers };
    let answerBody = answer.body;
    if (!unchanged) {
      answerBody = Buffer.from(names.toSandbox(answer.body.toString('utf8')));
      delete headers['x-amz-crc32'];
      headers['content-length'] = String(answerBody.length);
    }
    response.writeHead(answer.status, headers);
    response.end(answerBody);
    if (!writing.has(operation) || answer.status !== 200) return;
    tellWrite(call, operation, asked, askedAt);
    streams.wake(asked);
  };

  /** Iterators and records are the sandbox's own: see table-streams.ts. */
  const ownOperations: Record<string, (input: Record<string, unknown>) => Promise<unknown>> = {
    DescribeStream: (input) => streams.describe(input),
    GetShardIterator: async (input) => ({ ShardIterator: await streams.shardIterator(input) }),
    async GetRecords(input) {
      const { records, next } = await streams.read(String(input.ShardIterator), Number(input.Limit ?? 1000));
      return { Records: records, ...(next !== undefined && { NextShardIterator: next }) };
    },
  };

  return {
    name: 'dynamodb',
    operations: [...withoutArns, ...onTables, ...Object.keys(ownOperations).map((name) => `streams_${name}`)],
    claims: ({ request }) => /^DynamoDB(Streams)?_20120810\./.test(String(request.headers['x-amz-target'])),
    async handle(call) {
      const [version, operation = ''] = String(call.request.headers['x-amz-target']).split('.');
      try {
        if (call.caller.kind === 'anonymous') {
          throw new AwsError(
            'MissingAuthenticationTokenException',
            'Request is missing Authentication Token',
          );
        }
        const own = version === 'DynamoDBStreams_20120810' ? ownOperations[operation] : undefined;
        if (!own) return await proxy(call, operation);
        const input = parse(await readBody(call.request));
        const streamArn = input.StreamArn ?? streamOf(String(input.ShardIterator));
        access.check(call.caller, `dynamodb:${operation}`, String(streamArn));
        const output = await own(input);
        call.response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
        call.response.end(JSON.stringify(output));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        call.response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0' });
        const type = `com.amazonaws.dynamodb.v20120810#${error.code}`;
        call.response.end(JSON.stringify({ __type: type, message: error.message }));
      }
    },
  };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}
