import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { type QueuePort, queueArn, serveQueues } from '../../../test/queue-port.ts';
import { someone } from '../../../test/someone.ts';

let port: QueuePort;
beforeEach(async () => {
  port = await serveQueues();
});
afterEach(() => port.end());

describe('makeSqs', () => {
  it('sends, receives and deletes through the SDK, which checks the digests', async () => {
    const QueueUrl = await port.createQueue('letters');
    expect(QueueUrl).toBe(`${port.world.endpoint}/000000000000/letters`);
    const sent = await port.client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'grüezi 😀',
        MessageAttributes: {
          trace: { DataType: 'String', StringValue: 'abc' },
          size: { DataType: 'Number', StringValue: '7' },
        },
      }),
    );
    const [message, ...others] = await port.receiveMessage(QueueUrl);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      Body: 'grüezi 😀',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageId: sent.MessageId,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { trace: { DataType: 'String', StringValue: 'abc' } },
    });
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
    await port.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    port.world.pass(60_000);
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
  });

  it('does batches entry by entry', async () => {
    const QueueUrl = await port.createQueue('letters');
    const { Successful, Failed } = await port.client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'one' },
          { Id: 'b', MessageBody: 'two', DelaySeconds: 5000 },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(Failed).toEqual([
      expect.objectContaining({ Id: 'b', Code: 'InvalidParameterValue', SenderFault: true }),
    ]);
    const [message] = await port.receiveMessage(QueueUrl);
    const deleted = await port.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'x', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'y', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted.Successful).toEqual([{ Id: 'x' }]);
    expect(deleted.Failed).toEqual([expect.objectContaining({ Id: 'y', Code: 'ReceiptHandleIsInvalid' })]);
    await expect(
      port.client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] })),
    ).rejects.toMatchObject({
      name: 'EmptyBatchRequest',
    });
  });

  it('moves a message to the dead-letter queue once it was received often enough, and back', async () => {
    const deadUrl = await port.createQueue('dead');
    const QueueUrl = await port.createQueue('letters', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 }),
    });
    const facts: unknown[] = [];
    const stop = port.world.observe.listen(({ fact, work, target }) => facts.push([fact, work.kind, target]));
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    expect(await port.receiveMessage(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await port.receiveMessage(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await port.receiveMessage(QueueUrl, { VisibilityTimeout: 0 })).toEqual([]);
    stop();
    expect(facts).toEqual([
      ['accepted', 'message', queueArn('letters')],
      ['gave-up', 'message', queueArn('letters')],
      ['dead-lettered', 'message', queueArn('letters')],
    ]);
    const [dead] = await port.receiveMessage(deadUrl, { VisibilityTimeout: 0 });
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: queueArn('letters') },
    });
    expect(Number(dead?.Attributes?.ApproximateReceiveCount)).toBe(3);

    const sources = await port.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadUrl }));
    expect(sources.queueUrls).toEqual([QueueUrl]);
    await port.client.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn('dead') }));
    const { Results } = await port.client.send(
      new ListMessageMoveTasksCommand({ SourceArn: queueArn('dead') }),
    );
    expect(Results).toEqual([
      expect.objectContaining({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }),
    ]);
    const [back] = await port.receiveMessage(QueueUrl);
    expect(back).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    expect(back?.Attributes?.DeadLetterQueueSourceArn).toBeUndefined();
  });

  it('keeps messages and what was received of them over a restart', async () => {
    const QueueUrl = await port.createQueue('letters');
    await port.sqs.queues.send(someone, queueArn('letters'), 'kept', { RULE_ARN: 'some rule' });
    port.sqs.queues.receive(someone, queueArn('letters'), 1);
    port.restart();
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
    port.world.pass(31_000);
    const [message] = await port.receiveMessage(QueueUrl);
    expect(message).toMatchObject({
      Body: 'kept',
      Attributes: { ApproximateReceiveCount: '2' },
      MessageAttributes: { RULE_ARN: { StringValue: 'some rule', DataType: 'String' } },
    });
  });

  it('counts, lists and purges', async () => {
    const QueueUrl = await port.createQueue('letters', { DelaySeconds: '60' });
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'now', DelaySeconds: 0 }));
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later' }));
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hidden', DelaySeconds: 0 }));
    port.sqs.queues.receive(someone, queueArn('letters'), 1);
    const attributes = () =>
      port.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect((await attributes()).Attributes).toMatchObject({
      QueueArn: queueArn('letters'),
      DelaySeconds: '60',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    await port.client.send(new PurgeQueueCommand({ QueueUrl }));
    expect((await attributes()).Attributes?.ApproximateNumberOfMessages).toBe('0');
    expect((await port.client.send(new ListQueuesCommand({ QueueNamePrefix: 'let' }))).QueueUrls).toEqual([
      QueueUrl,
    ]);
  });

  it('forgets a message after its retention', async () => {
    const QueueUrl = await port.createQueue('letters', { MessageRetentionPeriod: '60' });
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));
    port.world.pass(61_000);
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
  });

  it('names what is wrong as SQS does', async () => {
    await expect(port.client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toBeInstanceOf(
      QueueDoesNotExist,
    );
    expect(() => port.sqs.queues.send(someone, queueArn('none'), 'x')).toThrow(
      expect.objectContaining({ code: 'AWS.SimpleQueueService.NonExistentQueue' }),
    );
    await expect(port.createQueue('letters.fifo', { FifoQueue: 'true' })).rejects.toThrow('no FIFO queues');
    const statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:SendMessage',
      Resource: queueArn('told'),
    };
    const Policy = JSON.stringify({ Statement: statement });
    for (const wrong of ['{', Policy.replace('sqs:', 's3:'), Policy.replace('Effect', 'Affect')])
      await expect(port.createQueue('told', { Policy: wrong })).rejects.toMatchObject({
        name: 'InvalidAttributeValue',
        message: 'Invalid value for the parameter Policy.',
      });
    expect(port.sqs.policyOf(queueArn('told'))).toBeUndefined();
    await port.createQueue('told', { Policy });
    expect(port.sqs.policyOf(queueArn('told'))?.statements).toMatchObject([{ effect: 'Allow' }]);
    const QueueUrl = await port.createQueue('letters');
    await expect(
      port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1_048_577) })),
    ).rejects.toThrow('Message must be shorter than 1048576 bytes');
    await expect(
      port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: '\u0000' })),
    ).rejects.toMatchObject({
      name: 'InvalidMessageContents',
    });
  });
});
