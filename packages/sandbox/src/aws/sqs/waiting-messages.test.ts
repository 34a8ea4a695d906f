import type { ServerResponse } from 'node:http';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { type QueuePort, queueArn, serveQueues } from '../../../test/queue-port.ts';
import { someone } from '../../../test/someone.ts';

let port: QueuePort;
beforeEach(async () => {
  port = await serveQueues();
});
afterEach(() => port.end());

describe('makeSqs, while a message waits', () => {
  it('hides a message until its timeout ends or is set to nothing', async () => {
    const QueueUrl = await port.createQueue('letters', { VisibilityTimeout: '10' });
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    await port.receiveMessage(QueueUrl);
    port.world.pass(11_000);
    const [second] = await port.receiveMessage(QueueUrl);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    await port.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: second?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const [third] = await port.receiveMessage(QueueUrl);
    expect(third?.Attributes?.ApproximateReceiveCount).toBe('3');
  });

  it('lets the rest of a timeout run fast once a mapping has failed, and that of a client never', async () => {
    const QueueUrl = await port.createQueue('letters', { VisibilityTimeout: '600' });
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'mapped' }));
    const [mapped] = port.sqs.queues.receive(someone, queueArn('letters'), 10);
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'of a client' }));
    expect(await port.receiveMessage(QueueUrl)).toHaveLength(1);
    // It is being worked on.
    port.world.pass(300_000);
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
    port.sqs.queues.settle(someone, queueArn('letters'), [], [mapped?.receiptHandle ?? '']);
    // Five minutes are left, a sixtieth of that here.
    port.world.pass(4_000);
    expect(await port.receiveMessage(QueueUrl)).toEqual([]);
    port.world.pass(2_000);
    expect((await port.receiveMessage(QueueUrl)).map(({ Body }) => Body)).toEqual(['mapped']);
  });

  it('answers a long poll as soon as a message comes', async () => {
    const QueueUrl = await port.createQueue('letters');
    const started = Date.now();
    const poll = port.receiveMessage(QueueUrl, { WaitTimeSeconds: 20 });
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    expect(await poll).toHaveLength(1);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('ends a long poll without a message when its time is over', async () => {
    const QueueUrl = await port.createQueue('letters');
    const started = Date.now();
    expect(await port.receiveMessage(QueueUrl, { WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - started).toBeGreaterThanOrEqual(950);
  });

  it('gives nothing to a caller that has gone', async () => {
    const QueueUrl = await port.createQueue('letters');
    const abort = new AbortController();
    const arrived = new Promise<ServerResponse>((resolve) =>
      port.server.once('request', (_, response) => resolve(response)),
    );
    const gone = port.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: abort.signal,
    });
    const response = await arrived;
    const closed = new Promise((resolve) => response.once('close', resolve));
    abort.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'for the next' }));
    expect(await port.receiveMessage(QueueUrl, { WaitTimeSeconds: 2 })).toHaveLength(1);
  });

  it('wakes its readers when a message comes and when its timeout ends', async () => {
    await port.createQueue('letters', { VisibilityTimeout: '1' });
    const arn = queueArn('letters');
    const seen: number[] = [];
    const twice = new Promise<void>((resolve) => {
      const stop = port.sqs.queues.onMessage(arn, () => {
        for (const { attributes } of port.sqs.queues.receive(someone, arn, 10)) {
          seen.push(Number(attributes.ApproximateReceiveCount));
          if (seen.length === 2) {
            stop();
            resolve();
          }
        }
      });
    });
    await port.sqs.queues.send(someone, arn, 'tick');
    await twice;
    expect(seen).toEqual([1, 2]);
  });

  it('wakes its readers when the timeout of a message ends that somebody else took', async () => {
    await port.createQueue('letters', { VisibilityTimeout: '1' });
    const arn = queueArn('letters');
    let woken: () => void = () => undefined;
    const nextWake = () => new Promise<void>((resolve) => (woken = resolve));
    const stop = port.sqs.queues.onMessage(arn, () => woken());
    const sent = nextWake();
    await port.sqs.queues.send(someone, arn, 'tick');
    await sent;
    const visibleAgain = nextWake();
    expect(port.sqs.queues.receive(someone, arn, 1)).toHaveLength(1);
    await visibleAgain;
    expect(port.sqs.queues.receive(someone, arn, 1)).toHaveLength(1);
    stop();
  });

  /** The message "look" is seen in the queue "checks", and no other, once work has ended that was under way for longer than its delay. */
  async function seeLookOnlyAfter(endWork: () => void): Promise<void> {
    const arn = queueArn('checks');
    const bodies = () => port.sqs.queues.receive(someone, arn, 10).map(({ body }) => body);
    // By real time it is hours until anybody sees them.
    port.world.pass(-10_000_000);
    await new Promise<void>((resolve) => port.world.fastClock.after(90_000, resolve));
    expect(bodies()).toEqual([]);
    const arrived = new Promise<void>((resolve) => port.sqs.queues.onMessage(arn, resolve));
    endWork();
    await arrived;
    expect(bodies()).toEqual(['look']);
  }

  it('lets what another service sent to a queue with a delay wait for the work that is under way', async () => {
    const QueueUrl = await port.createQueue('checks', { DelaySeconds: '60' });
    const endWork = port.world.judging.begin('work');
    port.sqs.queues.send(someone, queueArn('checks'), 'look');
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'sent by a client' }));
    await seeLookOnlyAfter(endWork);
  });

  it('lets what clients sent with a delay wait for that work too, where it is told so', async () => {
    port.restart({ judgedDelays: true });
    const QueueUrl = await port.createQueue('checks', { DelaySeconds: '60' });
    const endWork = port.world.judging.begin('work');
    await port.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'look' }));
    await port.client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [{ Id: 'a', MessageBody: 'look later', DelaySeconds: 900 }],
      }),
    );
    await seeLookOnlyAfter(endWork);
  });
});
