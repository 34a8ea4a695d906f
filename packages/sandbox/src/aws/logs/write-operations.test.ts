import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { type Logs, makeLogs } from './logs.ts';

let world: ReturnType<typeof testWorld>;
let logs: Logs;
let server: Listening;
let client: CloudWatchLogsClient;
let seen: string[];

async function declare(LogGroupName: string, RetentionInDays: number): Promise<void> {
  const [provider] = logs.resources;
  const properties = provider?.properties.parse({ LogGroupName, RetentionInDays });
  await provider?.apply({ logicalId: 'Group', stackName: 'app', physicalName: 'app-Group', properties });
}

function open(): void {
  logs = makeLogs(world);
  logs.onPut((_caller, group, stream, message) => void seen.push(`${group} ${stream} ${message}`));
}

beforeEach(async () => {
  seen = [];
  world = testWorld();
  open();
  server = await listen(edgeServer(() => logs.edge));
  client = new CloudWatchLogsClient({
    endpoint: server.endpoint,
    region: world.region,
    credentials: developer,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await server.close();
  logs.stop();
  world.drop();
});

const logGroupName = '/own';
const logStreamName = 'by-hand';
const group = { logGroupName };
const stream = { logGroupName, logStreamName };
const create = async () => {
  await client.send(new CreateLogGroupCommand(group));
  await client.send(new CreateLogStreamCommand(stream));
};
const put = (...logEvents: { timestamp: number; message: string }[]) =>
  client.send(new PutLogEventsCommand({ ...stream, logEvents }));
const groups = async () => (await client.send(new DescribeLogGroupsCommand({}))).logGroups ?? [];
const messages = async () =>
  (await client.send(new GetLogEventsCommand({ ...stream, startFromHead: true }))).events?.map(
    ({ message }) => message,
  );

describe('log groups, streams and events put by hand', () => {
  it('are read back, measured, and there after a restart', async () => {
    await create();
    expect(await messages()).toEqual([]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand(group));
    expect(logStreams).toMatchObject([{ logStreamName, creationTime: expect.any(Number) }]);
    const timestamp = world.now();
    await put({ timestamp, message: 'one' }, { timestamp, message: 'two' });
    expect(seen).toEqual(['/own by-hand one', '/own by-hand two']);
    await client.send(new CreateLogGroupCommand({ logGroupName: '/empty' }));
    logs.stop();
    open();
    expect((await groups()).map((one) => one.logGroupName)).toEqual(['/empty', '/own']);
    expect(await messages()).toEqual(['one', 'two']);
    await client.send(new DeleteLogGroupCommand(group));
    expect((await groups()).map((one) => one.logGroupName)).toEqual(['/empty']);
    await expect(messages()).rejects.toThrow('The specified log group does not exist.');
  });

  it('are listed page by page', async () => {
    await create();
    await client.send(new CreateLogGroupCommand({ logGroupName: '/second' }));
    await client.send(new CreateLogStreamCommand({ ...group, logStreamName: 'second' }));
    const groupsFrom = (nextToken?: string) =>
      client.send(new DescribeLogGroupsCommand({ limit: 1, nextToken }));
    const first = await groupsFrom();
    expect(first.logGroups).toMatchObject([{ logGroupName }]);
    const rest = await groupsFrom(first.nextToken);
    expect([rest.logGroups?.map((one) => one.logGroupName), rest.nextToken]).toEqual([
      ['/second'],
      undefined,
    ]);
    const streamsFrom = (nextToken?: string) =>
      client.send(new DescribeLogStreamsCommand({ ...group, limit: 1, nextToken }));
    const { logStreams: one, nextToken } = await streamsFrom();
    const { logStreams: other, nextToken: end } = await streamsFrom(nextToken);
    expect([...(one ?? []), ...(other ?? [])].map((each) => each.logStreamName)).toEqual([
      logStreamName,
      'second',
    ]);
    expect(end).toBeUndefined();
    await expect(groupsFrom('stray')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('keep a retention that was set, until the template says another', async () => {
    const retention = async () => (await groups())[0]?.retentionInDays;
    await declare('/own', 14);
    await client.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 30 }));
    expect(await retention()).toBe(30);
    open();
    await declare('/own', 14);
    expect(await retention()).toBe(30);
    await client.send(new DeleteRetentionPolicyCommand(group));
    expect(await retention()).toBeUndefined();
    await declare('/own', 7);
    expect(await retention()).toBe(7);
    await expect(
      client.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('are refused as CloudWatch Logs refuses them', async () => {
    const now = world.now();
    await expect(client.send(new CreateLogStreamCommand(stream))).rejects.toThrow('log group does not exist');
    await create();
    await expect(client.send(new CreateLogGroupCommand(group))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(client.send(new CreateLogStreamCommand(stream))).rejects.toThrow(
      'The specified log stream already exists',
    );
    await expect(client.send(new CreateLogGroupCommand({ logGroupName: 'a b' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(client.send(new GetLogEventsCommand({ ...group, logStreamName: 'other' }))).rejects.toThrow(
      'The specified log stream does not exist.',
    );
    const other = { ...group, logStreamName: 'other', logEvents: [{ timestamp: now, message: 'x' }] };
    await expect(client.send(new PutLogEventsCommand(other))).rejects.toThrow('log stream does not exist');
    await expect(put({ timestamp: now, message: 'b' }, { timestamp: now - 1, message: 'a' })).rejects.toThrow(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
    await expect(client.send(new DeleteLogGroupCommand({ logGroupName: '/none' }))).rejects.toThrow(
      'does not exist',
    );
    await expect(
      client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/', logGroupNamePattern: 'o' })),
    ).rejects.toThrow('mutually exclusive');
    const sorted = { ...group, orderBy: 'LastEventTime' as const, logStreamNamePrefix: 'a' };
    await expect(client.send(new DescribeLogStreamsCommand(sorted))).rejects.toThrow(
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
    await expect(
      client.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 2 })),
    ).rejects.toThrow(/^The parameter retentionInDays is one of 1, 3, 5, /);
  });

  it('are put by whoever the policies are asked about', async () => {
    await create();
    const asked: string[] = [];
    const end = world.access.listen(({ action, resource }) => asked.push(`${action} ${resource}`));
    await put({ timestamp: world.now(), message: 'x' });
    end();
    const { logGroupName, logStreamName } = stream;
    const arn = `arn:aws:logs:${world.region}:${world.accountId}:log-group:${logGroupName}`;
    expect(asked).toEqual([`logs:PutLogEvents ${arn}:log-stream:${logStreamName}`]);
  });

  it('tell which events are too old or too new', async () => {
    await create();
    const day = 24 * 3600 * 1000;
    const now = world.now();
    const { rejectedLogEventsInfo } = await put(
      { timestamp: now - 15 * day, message: 'old' },
      { timestamp: now, message: 'good' },
      { timestamp: now + day, message: 'new' },
    );
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    expect(await messages()).toEqual(['good']);
  });
});
