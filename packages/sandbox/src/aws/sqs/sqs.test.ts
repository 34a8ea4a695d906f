import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { noMetrics } from '../../../test/no-metrics.ts';
import { someone } from '../../../test/someone.ts';
import { makeFastClock } from '../../core/fast-clock.ts';
import { makeWorld } from '../../core/make-world.ts';
import type { World } from '../../core/world.ts';
import { makeSqs, type Sqs } from './sqs.ts';

let folder: string;
let server: Server;
let world: World;
let sqs: Sqs;
let client: SQSClient;
/** Milliseconds that the clock of the queues is ahead. */
let ahead = 0;

function open(): void {
  world = makeWorld({
    region: 'eu-west-1',
    accountId: '000000000000',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    db: new DatabaseSync(join(folder, 'state.sqlite')),
    folder,
    now: () => Date.now() + ahead,
    fastClock: makeFastClock(60),
    report: () => undefined,
  });
  sqs = makeSqs(world, noMetrics);
  sqs.start();
}

beforeEach(async () => {
  ahead = 0;
  folder = mkdtempSync(join(tmpdir(), 'sqs-'));
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', world.endpoint);
    const call = { request, response, url, requestId: randomUUID(), caller: someone };
    sqs.edge.handle(call).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open();
  client = new SQSClient({
    endpoint: world.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});

afterEach(() => {
  sqs.stop();
  client.destroy();
  server.closeAllConnections();
  server.close();
  world.db.close();
  rmSync(folder, { recursive: true });
});

async function queue(name: string, attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return QueueUrl;
}

const arnOf = (name: string): string => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

async function receive(
  QueueUrl: string,
  options: { WaitTimeSeconds?: number; VisibilityTimeout?: number } = {},
) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...options,
    }),
  );
  return Messages;
}

describe('makeSqs', () => {
  it('sends, receives and deletes through the SDK, which checks the digests', async () => {
    const QueueUrl = await queue('letters');
    expect(QueueUrl).toBe(`${world.endpoint}/000000000000/letters`);
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'grüezi 😀',
        MessageAttributes: {
          trace: { DataType: 'String', StringValue: 'abc' },
          size: { DataType: 'Number', StringValue: '7' },
        },
      }),
    );
    const [message, ...others] = await receive(QueueUrl);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      Body: 'grüezi 😀',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageId: sent.MessageId,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { trace: { DataType: 'String', StringValue: 'abc' } },
    });
    expect(await receive(QueueUrl)).toEqual([]);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    ahead = 60_000;
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('does batches entry by entry', async () => {
    const QueueUrl = await queue('letters');
    const { Successful, Failed } = await client.send(
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
    const [message] = await receive(QueueUrl);
    const deleted = await client.send(
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
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }))).rejects.toMatchObject({
      name: 'EmptyBatchRequest',
    });
  });

  it('hides a message until its timeout ends or is set to nothing', async () => {
    const QueueUrl = await queue('letters', { VisibilityTimeout: '10' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    await receive(QueueUrl);
    ahead = 11_000;
    const [second] = await receive(QueueUrl);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: second?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const [third] = await receive(QueueUrl);
    expect(third?.Attributes?.ApproximateReceiveCount).toBe('3');
  });

  it('lets the rest of a timeout run fast once a mapping has failed, and that of a client never', async () => {
    const QueueUrl = await queue('letters', { VisibilityTimeout: '600' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'mapped' }));
    const [mapped] = sqs.queues.receive(someone, arnOf('letters'), 10);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'of a client' }));
    expect(await receive(QueueUrl)).toHaveLength(1);
    // It is being worked on.
    ahead = 300_000;
    expect(await receive(QueueUrl)).toEqual([]);
    sqs.queues.settle(someone, arnOf('letters'), [], [mapped?.receiptHandle ?? '']);
    // Five minutes are left, a sixtieth of that here.
    ahead = 304_000;
    expect(await receive(QueueUrl)).toEqual([]);
    ahead = 306_000;
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['mapped']);
  });

  it('moves a message to the dead-letter queue once it was received often enough, and back', async () => {
    const deadUrl = await queue('dead');
    const QueueUrl = await queue('letters', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 }),
    });
    const facts: unknown[] = [];
    const stop = world.observe.listen(({ fact, work, target }) => facts.push([fact, work.kind, target]));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toEqual([]);
    stop();
    expect(facts).toEqual([
      ['accepted', 'message', arnOf('letters')],
      ['gave-up', 'message', arnOf('letters')],
      ['dead-lettered', 'message', arnOf('letters')],
    ]);
    const [dead] = await receive(deadUrl, { VisibilityTimeout: 0 });
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: arnOf('letters') },
    });
    expect(Number(dead?.Attributes?.ApproximateReceiveCount)).toBe(3);

    const sources = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadUrl }));
    expect(sources.queueUrls).toEqual([QueueUrl]);
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }));
    expect(Results).toEqual([
      expect.objectContaining({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }),
    ]);
    const [back] = await receive(QueueUrl);
    expect(back).toMatchObject({ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } });
    expect(back?.Attributes?.DeadLetterQueueSourceArn).toBeUndefined();
  });

  it('answers a long poll as soon as a message comes', async () => {
    const QueueUrl = await queue('letters');
    const started = Date.now();
    const poll = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    expect(await poll).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('ends a long poll without a message when its time is over', async () => {
    const QueueUrl = await queue('letters');
    const started = Date.now();
    expect(await receive(QueueUrl, { WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
  });

  it('gives nothing to a caller that has gone', async () => {
    const QueueUrl = await queue('letters');
    const abort = new AbortController();
    const arrived = new Promise<ServerResponse>((resolve) =>
      server.once('request', (_, response) => resolve(response)),
    );
    const gone = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: abort.signal,
    });
    const response = await arrived;
    const closed = new Promise((resolve) => response.once('close', resolve));
    abort.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for the next' }));
    expect(await receive(QueueUrl, { WaitTimeSeconds: 2 })).toHaveLength(1);
  });

  it('keeps messages and what was received of them over a restart', async () => {
    const QueueUrl = await queue('letters');
    await sqs.queues.send(someone, arnOf('letters'), 'kept', { RULE_ARN: 'some rule' });
    sqs.queues.receive(someone, arnOf('letters'), 1);
    sqs.stop();
    world.db.close();
    open();
    expect(await receive(QueueUrl)).toEqual([]);
    ahead = 31_000;
    const [message] = await receive(QueueUrl);
    expect(message).toMatchObject({
      Body: 'kept',
      Attributes: { ApproximateReceiveCount: '2' },
      MessageAttributes: { RULE_ARN: { StringValue: 'some rule', DataType: 'String' } },
    });
  });

  it('wakes its readers when a message comes and when its timeout ends', async () => {
    await queue('letters', { VisibilityTimeout: '1' });
    const arn = arnOf('letters');
    const seen: number[] = [];
    const twice = new Promise<void>((resolve) => {
      const stop = sqs.queues.onMessage(arn, () => {
        for (const { attributes } of sqs.queues.receive(someone, arn, 10)) {
          seen.push(Number(attributes.ApproximateReceiveCount));
          if (seen.length === 2) {
            stop();
            resolve();
          }
        }
      });
    });
    await sqs.queues.send(someone, arn, 'tick');
    await twice;
    expect(seen).toEqual([1, 2]);
  });

  it('wakes its readers when the timeout of a message ends that somebody else took', async () => {
    await queue('letters', { VisibilityTimeout: '1' });
    const arn = arnOf('letters');
    let woken: () => void = () => undefined;
    const nextWake = () => new Promise<void>((resolve) => (woken = resolve));
    const stop = sqs.queues.onMessage(arn, () => woken());
    const sent = nextWake();
    await sqs.queues.send(someone, arn, 'tick');
    await sent;
    const visibleAgain = nextWake();
    expect(sqs.queues.receive(someone, arn, 1)).toHaveLength(1);
    await visibleAgain;
    expect(sqs.queues.receive(someone, arn, 1)).toHaveLength(1);
    stop();
  });

  /** The message "look" is seen in the queue "checks", and no other, once work has ended that was under way for longer than its delay. */
  async function seeLookOnlyAfter(endWork: () => void): Promise<void> {
    const arn = arnOf('checks');
    const bodies = () => sqs.queues.receive(someone, arn, 10).map(({ body }) => body);
    // By real time it is hours until anybody sees them.
    ahead = -10_000_000;
    await new Promise<void>((resolve) => world.fastClock.after(90_000, resolve));
    expect(bodies()).toEqual([]);
    const arrived = new Promise<void>((resolve) => sqs.queues.onMessage(arn, resolve));
    endWork();
    await arrived;
    expect(bodies()).toEqual(['look']);
  }

  it('lets what another service sent to a queue with a delay wait for the work that is under way', async () => {
    const QueueUrl = await queue('checks', { DelaySeconds: '60' });
    const endWork = world.judging.begin('work');
    sqs.queues.send(someone, arnOf('checks'), 'look');
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'sent by a client' }));
    await seeLookOnlyAfter(endWork);
  });

  it('lets what clients sent with a delay wait for that work too, where it is told so', async () => {
    sqs.stop();
    sqs = makeSqs(world, noMetrics, { judgedDelays: true });
    const QueueUrl = await queue('checks', { DelaySeconds: '60' });
    const endWork = world.judging.begin('work');
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'look' }));
    await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [{ Id: 'a', MessageBody: 'look later', DelaySeconds: 900 }],
      }),
    );
    await seeLookOnlyAfter(endWork);
  });

  it('counts, lists and purges', async () => {
    const QueueUrl = await queue('letters', { DelaySeconds: '60' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'now', DelaySeconds: 0 }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later' }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hidden', DelaySeconds: 0 }));
    sqs.queues.receive(someone, arnOf('letters'), 1);
    const attributes = () =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect((await attributes()).Attributes).toMatchObject({
      QueueArn: arnOf('letters'),
      DelaySeconds: '60',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect((await attributes()).Attributes?.ApproximateNumberOfMessages).toBe('0');
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'let' }))).QueueUrls).toEqual([
      QueueUrl,
    ]);
  });

  it('forgets a message after its retention', async () => {
    const QueueUrl = await queue('letters', { MessageRetentionPeriod: '60' });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'old' }));
    ahead = 61_000;
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('names what is wrong as SQS does', async () => {
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toBeInstanceOf(
      QueueDoesNotExist,
    );
    expect(() => sqs.queues.send(someone, arnOf('none'), 'x')).toThrow(
      expect.objectContaining({ code: 'AWS.SimpleQueueService.NonExistentQueue' }),
    );
    await expect(queue('letters.fifo', { FifoQueue: 'true' })).rejects.toThrow('no FIFO queues');
    const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arnOf('told') };
    const Policy = JSON.stringify({ Statement: statement });
    for (const wrong of ['{', Policy.replace('sqs:', 's3:'), Policy.replace('Effect', 'Affect')])
      await expect(queue('told', { Policy: wrong })).rejects.toMatchObject({
        name: 'InvalidAttributeValue',
        message: 'Invalid value for the parameter Policy.',
      });
    expect(sqs.policyOf(arnOf('told'))).toBeUndefined();
    await queue('told', { Policy });
    expect(sqs.policyOf(arnOf('told'))?.statements).toMatchObject([{ effect: 'Allow' }]);
    const QueueUrl = await queue('letters');
    await expect(
      client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1_048_577) })),
    ).rejects.toThrow('Message must be shorter than 1048576 bytes');
    await expect(
      client.send(new SendMessageCommand({ QueueUrl, MessageBody: '\u0000' })),
    ).rejects.toMatchObject({
      name: 'InvalidMessageContents',
    });
  });
});
