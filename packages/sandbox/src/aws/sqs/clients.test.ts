import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  ListQueuesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { type QueuePort, serveQueues } from '../../../test/queue-port.ts';

let port: QueuePort;
beforeAll(async () => {
  port = await serveQueues();
});
afterAll(() => port.end());

describe('SQS, as its clients take it', () => {
  it('hides a message again whose timeout has ended, as long as nobody else has received it', async () => {
    const QueueUrl = await port.createQueue('late', { VisibilityTimeout: '1' });
    for (const how of ['alone', 'in a batch']) {
      await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: how }));
      const [message] = await port.receiveMessage(QueueUrl);
      port.world.pass(2000);
      const asked = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 60 };
      await (how === 'alone'
        ? port.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ...asked }))
        : port.client.send(
            new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ...asked }] }),
          ));
      expect(await port.receiveMessage(QueueUrl)).toEqual([]);
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
    const QueueUrl = await port.createQueue(`named-${wanted.replace(/\W/g, '_')}`);
    const MessageAttributes = Object.fromEntries(
      ['General', 'Hello', 'Help.Me'].map((name) => [name, { DataType: 'String', StringValue: name }]),
    );
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'msg', MessageAttributes }));
    const [message] = await port.receiveMessage(QueueUrl, { MessageAttributeNames: [wanted] });
    expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(expected);
  });

  it('lists queues page by page to a caller that says how many', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await port.createQueue(name);
    const list = (NextToken?: string) =>
      port.client.send(new ListQueuesCommand({ QueueNamePrefix: 'page-', MaxResults: 2, NextToken }));
    const first = await list();
    expect(first.QueueUrls).toHaveLength(2);
    const rest = await list(first.NextToken);
    expect([rest.QueueUrls?.length, rest.NextToken]).toEqual([1, undefined]);
    await expect(list('stray')).rejects.toThrow('Invalid or expired next token.');
  });
});
