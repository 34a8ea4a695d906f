import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventually } from '../../testing/src/eventually.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

let folder: string;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'starters-'));
});
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
  rmSync(folder, { recursive: true });
});

/**
 * Starts one of test/starters unedited, from a folder outside of this project: nothing lies above it in which its
 * functions could find a library.
 * @param as where the template stands in that folder
 */
async function start(name: string, parameters: Record<string, string> = {}, as = ''): Promise<Sandbox> {
  const root = path.join(folder, as);
  cpSync(path.join(import.meta.dirname, '../test/starters', name), root, { recursive: true });
  sandbox = await startSandbox({
    templateFile: path.join(root, 'template.yaml'),
    stateFolder: path.join(root, '.sandbox'),
    ...{ port: 0, awsPort: 0, parameters },
  });
  return sandbox;
}

const settings = ({ awsUrl, region, credentials }: Sandbox) => ({ endpoint: awsUrl, region, credentials });

/** Waits until a function has logged this. */
const logged = (running: Sandbox, functionName: string, text: string): Promise<unknown> =>
  eventually(async () => {
    const logs = new CloudWatchLogsClient(settings(running));
    const logGroupName = `/aws/lambda/sandbox-${functionName}`;
    const { events = [] } = await logs
      .send(new FilterLogEventsCommand({ logGroupName }))
      .catch(() => ({ events: [] }));
    return events.some(({ message = '' }) => message.includes(text));
  });

describe('a template of somebody else, unedited', () => {
  it('with a function that the clock calls, whose code lies beside it, starts', async () => {
    const running = await start('timer');
    const { Payload } = await new LambdaClient(settings(running)).send(
      new InvokeCommand({ FunctionName: 'HourlyReport', Payload: '{"time":"now"}' }),
    );
    expect(Buffer.from(Payload ?? '').toString()).toBe('{"calledAt":"now"}');
  });

  it('starts as well from what sam build leaves', async () => {
    const running = await start('timer', {}, '.aws-sam/build');
    expect(running.stacks.find('sandbox')?.resources).toContainEqual(
      expect.objectContaining({ logicalId: 'HourlyReport' }),
    );
  });

  it('with a bucket that calls a function starts, and hands it what arrives', async () => {
    const running = await start('uploads', { InboxName: 'inbox' });
    const s3 = new S3Client({ ...settings(running), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'a b.text', Body: 'not for it' }));
    await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: 'a b.json', Body: '{"greeting":"hello"}' }));
    await logged(running, 'ReadUpload', 'read a+b.json: hello');
  });

  it('with a topic that calls a function starts, and hands it what is published', async () => {
    const running = await start('topic');
    await new SNSClient(settings(running)).send(
      new PublishCommand({ TopicArn: running.outputs.NewsArn, Subject: 'Today', Message: 'it works' }),
    );
    await logged(running, 'TellNews', 'told Today: it works');
  });

  it('with a queue and its worker starts, and works', async () => {
    const running = await start('queue');
    const { JobsUrl: QueueUrl } = running.outputs;
    await new SQSClient(settings(running)).send(new SendMessageCommand({ QueueUrl, MessageBody: 'a job' }));
    await logged(running, 'Work', 'worked on a job');
  });

  it('with a bus and two consumers that bring no SDK and know no endpoint starts, and both consume', async () => {
    const running = await start('bus');
    const { BusName: EventBusName, TableName, ShippingUrl: QueueUrl } = running.outputs;
    const placed = (orderId: string, total: number) => ({
      ...{ EventBusName, Source: 'shop.orders', DetailType: 'OrderPlaced' },
      Detail: JSON.stringify({ orderId, total }),
    });
    await new EventBridgeClient(settings(running)).send(
      new PutEventsCommand({ Entries: [placed('small', 5), placed('big', 500)] }),
    );
    const tables = new DynamoDBClient(settings(running));
    const kept = async (id: string): Promise<boolean> => {
      const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { orderId: { S: id } } }));
      return Item !== undefined;
    };
    await eventually(async () => (await kept('small')) && (await kept('big')));
    const told: string[] = [];
    await eventually(async () => {
      const queue = new SQSClient(settings(running));
      const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      told.push(...Messages.map(({ Body = '' }) => Body));
      return told.length > 0;
    });
    expect(told).toEqual(['{"orderId":"big","total":500}']);
  });
});
