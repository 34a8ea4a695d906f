import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { noMetrics } from '../../../test/no-metrics.ts';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { makeSqs, type Sqs } from './sqs.ts';

const world = testWorld();
let sqs: Sqs;
let server: Listening;
let client: SQSClient;
beforeAll(async () => {
  sqs = makeSqs(world, noMetrics);
  sqs.start();
  server = await listen(edgeServer(() => sqs.edge));
  // The client takes the place of a queue from its URL, which names the port of the world.
  client = new SQSClient({
    ...{ endpoint: server.endpoint, region: world.region, credentials: developer },
    useQueueUrlAsEndpoint: false,
  });
});
afterAll(async () => {
  client.destroy();
  sqs.stop();
  await server.close();
  world.drop();
});

const queue = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
  (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
const receive = async (QueueUrl: string, more: object = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];

describe('SQS, as its clients take it', () => {
  it('hides a message again whose timeout has ended, as long as nobody else has received it', async () => {
    const QueueUrl = await queue('late', { VisibilityTimeout: '1' });
    for (const how of ['alone', 'in a batch']) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: how }));
      const [message] = await receive(QueueUrl);
      world.pass(2000);
      const asked = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 60 };
      await (how === 'alone'
        ? client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ...asked }))
        : client.send(
            new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ...asked }] }),
          ));
      expect(await receive(QueueUrl)).toEqual([]);
    }
  });

  it.each([
    ['All', ['General', 'Hello', 'Help.Me']],
    ['*', ['General', 'Hello', 'Help.Me']],
    ['.*', ['General', 'Hello', 'Help.Me']],
    ['Hel.*', ['Hello', 'Help.Me']],
    ['Hello', ['Hello']],
    ['Other', []],
  ])('gives the attributes that %s names', async (wanted, expected) => {
    const QueueUrl = await queue(`named-${wanted.replace(/\W/g, '_')}`);
    const MessageAttributes = Object.fromEntries(
      ['General', 'Hello', 'Help.Me'].map((name) => [name, { DataType: 'String', StringValue: name }]),
    );
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'msg', MessageAttributes }));
    const [message] = await receive(QueueUrl, { MessageAttributeNames: [wanted] });
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(expected);
  });

  it('lists queues page by page to a caller that says how many', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await queue(name);
    const list = (NextToken?: string) =>
      client.send(new ListQueuesCommand({ QueueNamePrefix: 'page-', MaxResults: 2, NextToken }));
    const first = await list();
    expect(first.QueueUrls).toHaveLength(2);
    const rest = await list(first.NextToken);
    expect([rest.QueueUrls?.length, rest.NextToken]).toEqual([1, undefined]);
    await expect(list('stray')).rejects.toThrow('Invalid or expired next token.');
  });
});
