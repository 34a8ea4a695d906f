import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { poll } from '@shutterbus/testing/poll';
import { deadLetter } from '@shutterbus/testing/wanted';
import { lookAfter, watchSandbox } from '@shutterbus/testing/watched-sandbox';
import { functionNamed } from './function-named.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Each way into a dead-letter queue, and out of it. */
describe('npm run redrive', () => {
  let app: App;
  let sqs: SQSClient;
  let events: EventBridgeClient;
  let busName: string | undefined;
  beforeAll(async () => {
    app = await startApp();
    sqs = new SQSClient(developer(app));
    events = new EventBridgeClient(developer(app));
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    busName = EventBuses.find(({ Name }) => Name !== 'default')?.Name;
  });
  afterAll(() => app?.dispose());

  describe('of what a rule could not hand over', () => {
    it('shows why it lies there and changes nothing, then sends it to the rule’s target', async () => {
      const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: busName }));
      const rule = Rules.find(({ Name }) => Name?.includes('Media-OnUserChanged'))?.Arn;
      const body = { id: '1', 'detail-type': 'UserProfileUpdated', source: 'test', detail: {} };
      await leave('MediaDeadLetters', JSON.stringify(body), {
        RULE_ARN: text(rule),
        ERROR_CODE: text('SDK_CLIENT_ERROR'),
        ERROR_MESSAGE: text('the function was not there'),
      });

      const shown = await run('MediaDeadLetters');
      expect(shown).toContain('UserProfileUpdated 1 → target of');
      expect(shown).toContain('SDK_CLIENT_ERROR: the function was not there');
      expect(shown).toContain('1 messages. Nothing was changed');
      expect(await depth('MediaDeadLetters')).toBe(1);

      expect(await run('MediaDeadLetters', '--send')).toContain('1 of 1 sent back.');
      // The function refuses an event that is in no catalogue, so it comes back, now for that reason.
      await lookAfter(app, deadLetter('MediaDeadLetters'), async () => {
        expect(await run('MediaDeadLetters')).toContain('RetriesExhausted after 3 attempts');
      });
    });
  });

  describe('of what a function failed at', () => {
    // Of an event that no queue takes as well: what that queue gives up would come later.
    it('names the error, and sends it to the function, where it fails as long as nobody repairs that', async () => {
      const sandbox = await watchSandbox(app);
      const detail = { metadata: { version: 99, correlationId: 'c' }, data: {} };
      const entry = { EventBusName: busName, Source: 'shutterbus.users', DetailType: 'UserProfileUpdated' };
      await events.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }));
      await sandbox.until(deadLetter('NotificationsDeadLetters'));

      const shown = await run('NotificationsDeadLetters');
      expect(shown).toMatch(/UserProfileUpdated \S+ → \S*OnUserProfileUpdated/);
      expect(shown).toMatch(/RetriesExhausted after 3 attempts: UnreadableEventError: /);

      const again = await watchSandbox(app);
      expect(await run('NotificationsDeadLetters', '--send')).toContain('1 of 1 sent back.');
      await again.until(deadLetter('NotificationsDeadLetters'));
      expect(await depth('NotificationsDeadLetters')).toBe(1);
    });
  });

  describe('of what a queue gave up', () => {
    it('sends it to the queue that it came from', async () => {
      const input = JSON.parse(
        readFileSync(path.join(root, 'events/notifications/send-mail.json'), 'utf8'),
      ) as { Records: { body: string }[] };
      await leave('MailDeadLetters', input.Records[0]?.body ?? '');
      const shown = await run('MailDeadLetters');
      expect(shown).toContain('a message\n  its consumer failed as often as the queue allows');
      expect(shown).toContain('1 messages. Nothing was changed');

      expect(await run('MailDeadLetters', '--send')).toContain('1 of 1 sent back.');
      expect(await depth('MailDeadLetters')).toBe(0);
      await poll('a message goes out of its queue a moment after the work on it has ended', async () =>
        expect(await depth('MailQueue')).toBe(0),
      );
    });
  });

  describe('of what a relay could not send', () => {
    it('reads the records that the message names from the stream, and hands them to the relay', async () => {
      const { streamArn, shardId, sequenceNumber } = await relayedItem();
      await leave('MediaDeadLetters', await streamLetter(streamArn, shardId, sequenceNumber));
      const shown = await run('MediaDeadLetters');
      expect(shown).toMatch(/1 records of a stream → \S*RelayMedia/);
      const before = await depth('MediaDeadLetters');
      const sent = await run('MediaDeadLetters', '--send');
      expect(sent).not.toContain('stays');
      expect(sent).toContain(`${before} of ${before} sent back.`);
    });

    it('leaves what the stream has no more', async () => {
      const { streamArn, shardId } = await relayedItem();
      await leave('UsersDeadLetters', await streamLetter(streamArn, shardId, '999999999999999999999'));
      expect(await run('UsersDeadLetters', '--send')).toMatch(
        /stays: the stream has its records no more.*0 of 1 sent back/s,
      );
      expect(await depth('UsersDeadLetters')).toBe(1);
    });
  });

  it('says which queue it does not know, and which several are meant', async () => {
    expect(await run('NoSuchLetters')).toContain('There is no queue whose name holds NoSuchLetters');
    expect(await run('DeadLetters')).toContain('Several queues are meant');
  });

  const text = (StringValue: string | undefined): MessageAttributeValue => ({
    DataType: 'String',
    StringValue,
  });

  async function urlOf(name: string): Promise<string | undefined> {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    return QueueUrls.find((url) => url.endsWith(`-${name}`));
  }

  async function leave(
    queue: string,
    MessageBody: string,
    MessageAttributes: Record<string, MessageAttributeValue> = {},
  ): Promise<void> {
    const QueueUrl = await urlOf(queue);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
  }

  /** Messages that wait or are being worked on. */
  async function depth(queue: string): Promise<number> {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: await urlOf(queue), AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
      Attributes;
    return Number(visible) + Number(hidden);
  }

  /** Puts an event into media's outbox, and finds its record in the stream. */
  async function relayedItem() {
    const tables = await new DynamoDBClient(developer(app)).send(new ListTablesCommand({}));
    const TableName = tables.TableNames?.find((name) => name.includes('MediaTable'));
    const sample = JSON.parse(readFileSync(path.join(root, 'events/media/relay-media.json'), 'utf8'));
    const Item = sample.Records[0].dynamodb.NewImage;
    await new DynamoDBClient(developer(app)).send(new PutItemCommand({ TableName, Item }));
    const streams = new DynamoDBStreamsClient(developer(app));
    const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName }));
    const streamArn = Streams[0]?.StreamArn ?? '';
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const shardId = StreamDescription?.Shards?.[0]?.ShardId ?? '';
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    const record = Records.find(({ dynamodb }) => dynamodb?.NewImage?.type?.S === 'OUTBOX');
    return { streamArn, shardId, sequenceNumber: record?.dynamodb?.SequenceNumber ?? '' };
  }

  /** What Lambda sends to the failure destination of a stream's mapping: where the records lie, and no more. */
  async function streamLetter(streamArn: string, shardId: string, sequenceNumber: string): Promise<string> {
    const { FunctionArn: functionArn } = await functionNamed(app, 'RelayMedia');
    return JSON.stringify({
      version: '1.0',
      requestContext: { functionArn: `${functionArn}:live`, condition: 'RetryAttemptsExhausted' },
      DDBStreamBatchInfo: {
        streamArn,
        shardId,
        startSequenceNumber: sequenceNumber,
        endSequenceNumber: sequenceNumber,
        batchSize: 1,
      },
    });
  }

  function run(...args: string[]): Promise<string> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/redrive.ts', ...args],
      { cwd: root, env: { ...process.env, SHUTTERBUS_STATE: app.stateFolder } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('close', () => resolve(output)));
  }
});
