import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListBackupsCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { someone } from '../../../test/someone.ts';
import type { Fact } from '../../core/observe.ts';
import { type DynamoDb, makeDynamoDb } from './dynamodb.ts';
import { startEngine } from './engine.ts';
import { findEngine } from './engine-binary.ts';

const properties = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};
const tableRequest = (logicalId: string, more: Record<string, unknown> = {}) => {
  const [provider] = dynamoDb.resources;
  return {
    logicalId,
    stackName: 'shop',
    physicalName: `shop-${logicalId}`,
    properties: provider.properties.parse({ ...properties, ...more }),
  };
};

const world = testWorld();
let dynamoDb: DynamoDb;
let port: Listening;
let client: DynamoDBClient;
/** Request id of whoever calls. */
let running: string | undefined;

beforeAll(async () => {
  dynamoDb = makeDynamoDb(world, { runningUnder: () => running });
  await dynamoDb.start();
  port = await listen(edgeServer(() => dynamoDb.edge));
  client = new DynamoDBClient({ endpoint: port.endpoint, region: world.region, credentials: developer });
});
afterAll(async () => {
  client.destroy();
  await port.close();
  await dynamoDb.stop();
  world.drop();
});

async function readAll(streamArn: string) {
  const [shard = ''] = await dynamoDb.streams.shards(someone, streamArn);
  const iterator = await dynamoDb.streams.iterator(someone, streamArn, shard, 'TRIM_HORIZON');
  return (await dynamoDb.streams.read(someone, iterator, 100)).records;
}

describe('makeDynamoDb', () => {
  it('makes a table from the template with the ARNs of the sandbox, once', async () => {
    const [provider] = dynamoDb.resources;
    const made = await provider.apply(tableRequest('Orders'));
    const again = await provider.apply(tableRequest('Orders'));

    expect(made.ref).toBe('shop-Orders');
    expect(made.attributes.Arn).toBe('arn:aws:dynamodb:eu-central-1:000000000000:table/shop-Orders');
    expect(made.attributes.StreamArn).toMatch(
      /^arn:aws:dynamodb:eu-central-1:000000000000:table\/shop-Orders\/stream\//,
    );
    expect(again).toEqual(made);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'shop-Orders' }));
    expect(Table?.TableArn).toBe(made.attributes.Arn);
    expect(Table?.LatestStreamArn).toBe(made.attributes.StreamArn);
  });

  it('adds and removes an index of a table that holds items', async () => {
    const [provider] = dynamoDb.resources;
    const AttributeDefinitions = [
      ...properties.AttributeDefinitions,
      { AttributeName: 'owner', AttributeType: 'S' },
    ];
    const index = {
      IndexName: 'ByOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    };
    await provider.apply(tableRequest('Indexed'));
    await client.send(new PutItemCommand({ TableName: 'shop-Indexed', Item: { pk: { S: 'a' } } }));
    const indexes = async () =>
      (
        await client.send(new DescribeTableCommand({ TableName: 'shop-Indexed' }))
      ).Table?.GlobalSecondaryIndexes?.map((found) => found.IndexName) ?? [];

    await provider.apply(tableRequest('Indexed', { AttributeDefinitions, GlobalSecondaryIndexes: [index] }));
    expect(await indexes()).toEqual(['ByOwner']);
    await provider.apply(tableRequest('Indexed', { AttributeDefinitions, GlobalSecondaryIndexes: [index] }));
    await provider.apply(tableRequest('Indexed'));
    expect(await indexes()).toEqual([]);
  });

  it('refuses a changed key schema with a sentence', async () => {
    const [provider] = dynamoDb.resources;
    await provider.apply(tableRequest('Keyed'));
    const changed = tableRequest('Keyed', { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] });
    await expect(provider.apply(changed)).rejects.toThrow(/Keyed: KeySchema differs .* --fresh/);
  });

  it('names a property that it does not know', () => {
    const [provider] = dynamoDb.resources;
    const parsed = provider.properties.safeParse({ ...properties, ImportSourceSpecification: {} });
    expect(parsed.error?.issues[0]).toMatchObject({
      code: 'unrecognized_keys',
      keys: ['ImportSourceSpecification'],
    });
  });

  it('wakes the readers of the written table only, after single and transactional writes', async () => {
    const [provider] = dynamoDb.resources;
    const one = await provider.apply(tableRequest('One'));
    const two = await provider.apply(tableRequest('Two'));
    let wokenOne = 0;
    let wokenTwo = 0;
    const stop = dynamoDb.streams.onWrite(one.attributes.StreamArn ?? '', () => wokenOne++);
    dynamoDb.streams.onWrite(two.attributes.StreamArn ?? '', () => wokenTwo++);

    await client.send(new PutItemCommand({ TableName: 'shop-One', Item: { pk: { S: 'a' } } }));
    expect([wokenOne, wokenTwo]).toEqual([1, 0]);
    const Put = { TableName: 'shop-Two', Item: { pk: { S: 'b' } } };
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    await client.send(new GetItemCommand({ TableName: 'shop-Two', Key: { pk: { S: 'b' } } }));
    expect([wokenOne, wokenTwo]).toEqual([1, 1]);
    stop();
    await client.send(new PutItemCommand({ TableName: 'shop-One', Item: { pk: { S: 'c' } } }));
    expect(wokenOne).toBe(1);

    const records = await readAll(one.attributes.StreamArn ?? '');
    expect(records.map((record) => record.dynamodb.NewImage)).toEqual([
      { pk: { S: 'a' } },
      { pk: { S: 'c' } },
    ]);
    expect(records[0]).toMatchObject({
      awsRegion: 'eu-central-1',
      eventSource: 'aws:dynamodb',
      eventName: 'INSERT',
    });
  });

  it('goes on after a sequence number, and at the end with LATEST', async () => {
    const [provider] = dynamoDb.resources;
    const streamArn = (await provider.apply(tableRequest('Resumed'))).attributes.StreamArn ?? '';
    const put = (key: string) =>
      client.send(new PutItemCommand({ TableName: 'shop-Resumed', Item: { pk: { S: key } } }));
    await put('a');
    await put('b');
    const [first] = await readAll(streamArn);
    const [shard = ''] = await dynamoDb.streams.shards(someone, streamArn);
    const latest = await dynamoDb.streams.iterator(someone, streamArn, shard, 'LATEST');
    await put('c');
    // boto3 sends neither a shard id nor a number that is shorter than those of AWS.
    expect(first?.dynamodb.SequenceNumber).toMatch(/^\d{21}$/);
    expect(shard).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/);

    const after = await dynamoDb.streams.iterator(someone, streamArn, shard, {
      after: first?.dynamodb.SequenceNumber ?? '',
    });
    const keys = async (iterator: string) =>
      (await dynamoDb.streams.read(someone, iterator, 10)).records.map((record) => record.dynamodb.Keys);
    expect(await keys(after)).toEqual([{ pk: { S: 'b' } }, { pk: { S: 'c' } }]);
    expect(await keys(latest)).toEqual([{ pk: { S: 'c' } }]);
  });

  it('deletes expired items as the service, and leaves a person’s deletes unmarked', async () => {
    const [provider] = dynamoDb.resources;
    const streamArn = (await provider.apply(tableRequest('Expiring'))).attributes.StreamArn ?? '';
    const seconds = Math.floor(world.now() / 1000);
    const put = (key: string, expiresAt: Record<string, unknown>) =>
      client.send(
        new PutItemCommand({
          TableName: 'shop-Expiring',
          Item: { pk: { S: key }, expiresAt: expiresAt as { N: string } },
        }),
      );
    await put('past', { N: String(seconds - 5) });
    await put('deleted', { N: String(seconds - 5) });
    await put('future', { N: String(seconds + 600) });
    await put('text', { S: String(seconds - 5) });
    await put('ancient', { N: '1' });
    await client.send(new DeleteItemCommand({ TableName: 'shop-Expiring', Key: { pk: { S: 'deleted' } } }));
    let woken = 0;
    dynamoDb.streams.onWrite(streamArn, () => woken++);

    await dynamoDb.sweep();
    await dynamoDb.sweep();

    expect(woken).toBe(1);
    const removed = (await readAll(streamArn)).filter((record) => record.eventName === 'REMOVE');
    expect(removed.map((record) => [record.dynamodb.Keys, record.userIdentity])).toEqual([
      [{ pk: { S: 'deleted' } }, undefined],
      [{ pk: { S: 'past' } }, { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ]);
  });

  it('answers errors as DynamoDB does, and refuses unsigned requests', async () => {
    const missing = new GetItemCommand({ TableName: 'no-such-table', Key: { pk: { S: 'a' } } });
    await expect(client.send(missing)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const answer = await fetch(port.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      body: '{}',
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('MissingAuthenticationTokenException');
  });

  it('gives tables made by a client the sandbox’s ARN', async () => {
    const made = await client.send(
      new CreateTableCommand({
        TableName: 'by-client',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    expect(made.TableDescription?.TableArn).toBe(
      'arn:aws:dynamodb:eu-central-1:000000000000:table/by-client',
    );
  });
});

describe('the edge', () => {
  it('finds a table by its ARN too, and leaves items alone that hold it', async () => {
    const [provider] = dynamoDb.resources;
    const { ref, attributes } = await provider.apply(tableRequest('Arns'));
    const item = { pk: { S: attributes.Arn ?? '' }, TableName: { S: attributes.Arn ?? '' } };
    await client.send(new PutItemCommand({ TableName: attributes.Arn, Item: item }));
    const answer = await client.send(new GetItemCommand({ TableName: ref, Key: { pk: item.pk } }));
    expect(answer.Item).toEqual(item);
  });

  it('tells what an invocation wrote, as of when it asked, and nothing that was refused or is nobody’s', async () => {
    const [provider] = dynamoDb.resources;
    const [bills, notes] = [
      await provider.apply(tableRequest('Bills')),
      await provider.apply(tableRequest('Notes')),
    ];
    const told: Fact[] = [];
    const stop = world.observe.listen((fact) => void told.push(fact));
    const put = (TableName: string, key: string) => ({ Put: { TableName, Item: { pk: { S: key } } } });
    await client.send(new PutItemCommand(put(bills.ref, 'nobody').Put));
    running = 'r1';
    const before = world.now();
    const both = [put(bills.ref, 'a'), put(notes.ref, 'a'), put(notes.ref, 'b')];
    await client.send(new TransactWriteItemsCommand({ TransactItems: both }));
    const request = { PutRequest: { Item: { pk: { S: 'c' }, TableName: { S: 'no' } } } };
    await client.send(new BatchWriteItemCommand({ RequestItems: { [notes.ref]: [request] } }));
    await client.send(new GetItemCommand({ TableName: bills.ref, Key: { pk: { S: 'a' } } }));
    await client.send(new PutItemCommand(put('none', 'a').Put)).catch(() => undefined);
    running = undefined;
    stop();
    const wrote = { fact: 'wrote', work: { kind: 'invocation', id: 'r1' } };
    expect(told).toMatchObject([
      { ...wrote, operation: 'TransactWriteItems', target: bills.attributes.Arn },
      { ...wrote, operation: 'TransactWriteItems', target: notes.attributes.Arn },
      { ...wrote, operation: 'BatchWriteItem', target: notes.attributes.Arn },
    ]);
    expect(told[0]?.at).toBeGreaterThanOrEqual(before);
  });

  it('shows what a table holds, from where a page ended, and by partition key', async () => {
    const [provider] = dynamoDb.resources;
    const { ref } = await provider.apply(tableRequest('Shown'));
    for (let n = 0; n < 51; n++)
      await client.send(
        new PutItemCommand({ TableName: ref, Item: { pk: { S: `k${n}` }, n: { N: String(n) } } }),
      );
    const first = await dynamoDb.held(ref, undefined, undefined);
    const second = await dynamoDb.held(ref, first.next, undefined);
    expect([first.held.length, second.held.length, second.next]).toEqual([50, 1, undefined]);
    expect((await dynamoDb.held(ref, undefined, 'k7')).held).toMatchObject([{ content: { pk: 'k7', n: 7 } }]);
  });

  it('names an operation that is not there', async () => {
    await expect(client.send(new ListBackupsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The sandbox has no dynamodb operation ListBackups.',
    });
  });
});

describe('startEngine', () => {
  const folder = path.join(world.folder, 'second');
  const engineFile = path.join(folder, 'engine.json');
  const listens = () => JSON.parse(readFileSync(engineFile, 'utf8')) as { host: string; port: number };
  const answers = () =>
    fetch(`http://${listens().host}:${listens().port}`).then(
      (answer) => answer.ok,
      () => false,
    );

  const isOpen = ({ host, port: tcpPort }: { host: string; port: number }): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(tcpPort, host, () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });

  it('ends when the process that started it is killed, and starts again on the same file', async () => {
    const script = `
      const { startEngine } = await import(${JSON.stringify(path.join(import.meta.dirname, 'engine.ts'))});
      await startEngine(${JSON.stringify(folder)}, () => {});
      console.log('up');
      setInterval(() => {}, 1000);`;
    const killed = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => killed.stdout.once('data', resolve));
    expect(await answers()).toBe(true);
    const address = listens();
    killed.kill('SIGKILL');
    // Without a request: one that it cannot log would end the engine, too.
    while (await isOpen(address)) await nextTurn();

    const engine = await startEngine(folder, () => undefined);
    expect(await answers()).toBe(true);
    await engine.stop();
    await expect(fetch(engine.endpoint)).rejects.toThrow();
    expect(existsSync(engineFile)).toBe(false);
  });

  it('ends an engine that an earlier run left behind', async () => {
    const left = await startEngine(path.join(world.folder, 'left'), () => undefined);
    writeFileSync(engineFile, readFileSync(path.join(world.folder, 'left', 'engine.json')));
    const engine = await startEngine(folder, () => undefined);
    await expect(fetch(left.endpoint)).rejects.toThrow();
    expect(await answers()).toBe(true);
    await engine.stop();
  });

  it('listens where no page in a browser can look for it, as far as the system has such addresses', async () => {
    const [one, other] = await Promise.all(
      ['one', 'other'].map((name) => startEngine(path.join(world.folder, name), () => undefined)),
    );
    const hosts = [one, other].map((engine) => new URL(engine?.endpoint ?? '').hostname);
    expect(new Set(hosts).size).toBe(process.platform === 'darwin' ? 1 : 2);
    await Promise.all([one?.stop(), other?.stop()]);
  });

  it('takes another address when somebody takes the port before it', async () => {
    const seen = path.join(world.folder, 'ports');
    // The engine, but for the first time: then it says what it says when it finds the port taken.
    const script = `echo "$5" >> ${seen}; [ "$(wc -l < ${seen})" -gt 1 ] && exec "$0" "$@"
      echo "error: port $5 is already in use (detected listener on 0.0.0.0:$5)" >&2; exit 1`;
    const { file } = findEngine(import.meta.filename);
    const engine = await startEngine(folder, () => undefined, { file: 'sh', args: ['-c', script, file] });
    const [taken, another] = readFileSync(seen, 'utf8').trim().split('\n');
    expect(taken).not.toBe(another);
    expect(engine.endpoint).toMatch(new RegExp(`:${another}$`));
    expect(await answers()).toBe(true);
    await engine.stop();
  });

  it('leaves a process alone that merely has the number', async () => {
    writeFileSync(engineFile, JSON.stringify({ pid: process.pid, host: '127.0.0.1', port: 1 }));
    const engine = await startEngine(folder, () => undefined);
    await engine.stop();
  });

  it('says what to do when the engine cannot start', async () => {
    const nowhere = { file: path.join(folder, 'missing'), args: [] };
    await expect(startEngine(folder, () => undefined, nowhere)).rejects.toMatchObject({
      code: 'engine-unusable',
      message: expect.stringMatching(/^The database engine .*missing: not found.* run npm start again/),
    });
    writeFileSync(path.join(folder, 'tables.db'), 'no database');
    await expect(startEngine(folder, () => undefined)).rejects.toMatchObject({
      code: 'engine-unusable',
      message: expect.stringMatching(/^The tables in .* are damaged\. .*--fresh/),
    });
  });
});
