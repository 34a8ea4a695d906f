import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { someone } from '../../../test/someone.ts';
import { makeFastClock } from '../../core/fast-clock.ts';
import { makeWorld } from '../../core/make-world.ts';
import { makeLogs } from './logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'logs-test-'));
let now = 1000;
const logs = makeLogs(
  makeWorld({
    region: 'eu-central-1',
    accountId: '123456789012',
    endpoint: '',
    db: new DatabaseSync(':memory:'),
    folder,
    now: () => now,
    fastClock: makeFastClock(1),
    report: () => undefined,
  }),
);
const group = '/aws/lambda/app-One';
let server: Server;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    logs.edge
      .handle({ request, response, url, requestId: 'r', caller: someone })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  client = new CloudWatchLogsClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    maxAttempts: 1,
  });
  await logs.resources[0]?.apply({
    logicalId: 'Group',
    stackName: 'app',
    physicalName: 'app-Group',
    properties: logs.resources[0].properties.parse({ LogGroupName: '/declared', RetentionInDays: '14' }),
  });
  const lines = [
    'START one',
    '{"level":"ERROR","metadata":{"correlationId":"c-1"},"count":3}',
    'it failed: two words',
    'END one',
  ];
  for (const [index, line] of lines.entries()) {
    now = 1000 + index;
    logs.sink.write(someone, group, index < 2 ? 'stream-a' : 'stream-b', line);
  }
});
afterAll(async () => {
  client.destroy();
  server.close();
  await logs.stop();
  rmSync(folder, { recursive: true });
});

const filter = async (input: Partial<ConstructorParameters<typeof FilterLogEventsCommand>[0]>) => {
  const { events = [], nextToken } = await client.send(
    new FilterLogEventsCommand({ logGroupName: group, ...input }),
  );
  return { times: events.map(({ timestamp }) => timestamp), nextToken };
};

describe('makeLogs, read by the SDK', () => {
  it('finds events by time, terms, quoted terms and a JSON field', async () => {
    expect((await filter({})).times).toEqual([1000, 1001, 1002, 1003]);
    expect((await filter({ startTime: 1001, endTime: 1002 })).times).toEqual([1001, 1002]);
    expect((await filter({ filterPattern: 'failed: it' })).times).toEqual([1002]);
    expect((await filter({ filterPattern: 'failed END' })).times).toEqual([]);
    expect((await filter({ filterPattern: '"two words"' })).times).toEqual([1002]);
    expect((await filter({ filterPattern: '"words two"' })).times).toEqual([]);
    expect((await filter({ filterPattern: '?"two words" ?START ?nothing' })).times).toEqual([1000, 1002]);
    expect((await filter({ filterPattern: '{ $.metadata.correlationId = "c-1" }' })).times).toEqual([1001]);
    expect((await filter({ filterPattern: '{ $.count = 3 }' })).times).toEqual([1001]);
    expect((await filter({ logStreamNames: ['stream-b'] })).times).toEqual([1002, 1003]);
  });

  it('gives pages', async () => {
    const first = await filter({ limit: 3 });
    expect(first.times).toEqual([1000, 1001, 1002]);
    expect(await filter({ limit: 3, ...(first.nextToken && { nextToken: first.nextToken }) })).toEqual({
      times: [1003],
      nextToken: undefined,
    });
  });

  it('says which filter patterns it does not know', async () => {
    for (const filterPattern of ['?a b', '-not', '%regex%', '{ $.a[*] = "b" }', '[a, b]']) {
      await expect(filter({ filterPattern })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining(filterPattern),
      });
    }
    await expect(filter({ logGroupName: '/nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lists groups and streams and reads one stream from its end', async () => {
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual([
      [group, undefined],
      ['/declared', 14],
    ]);
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: group, orderBy: 'LastEventTime', descending: true }),
    );
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['stream-b', 'stream-a']);
    const { events, nextBackwardToken } = await client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 'stream-b', limit: 1 }),
    );
    expect(events?.map(({ message }) => message)).toEqual(['END one']);
    const before = await client.send(
      new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: 'stream-b',
        limit: 1,
        ...(nextBackwardToken && { nextToken: nextBackwardToken }),
      }),
    );
    expect(before.events?.map(({ message }) => message)).toEqual(['it failed: two words']);
  });

  it('keeps one file of JSON lines per group', async () => {
    await logs.stop();
    const [line = ''] = readFileSync(join(folder, 'logs', '+aws+lambda+app-One.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(line)).toEqual({ time: 1000, stream: 'stream-a', message: 'START one' });
  });
});
