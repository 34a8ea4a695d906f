import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { makeSqs, type Sqs } from '../src/aws/sqs/sqs.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { makeWorld } from '../src/core/make-world.ts';
import type { World } from '../src/core/world.ts';
import { noMetrics } from './no-metrics.ts';
import { someone } from './someone.ts';

/** SQS on a port of its own, over a database that outlives it, with a client of the SDK. */
export interface QueuePort {
  readonly world: World;
  readonly sqs: Sqs;
  client: SQSClient;
  server: Server;
  /** Milliseconds that the clock of the queues is ahead. */
  ahead: number;
  /** @returns the URL of the new queue */
  queue(name: string, attributes?: Record<string, string>): Promise<string>;
  receive(
    queueUrl: string,
    options?: { WaitTimeSeconds?: number; VisibilityTimeout?: number },
  ): Promise<Message[]>;
  /** Ends SQS, and begins it again on what it has kept. */
  restart(options?: Parameters<typeof makeSqs>[2]): void;
  end(): void;
}

export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

export async function serveQueues(): Promise<QueuePort> {
  const folder = mkdtempSync(join(tmpdir(), 'sqs-'));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', opened.world.endpoint);
    const call = { request, response, url, requestId: randomUUID(), caller: someone };
    opened.sqs.edge.handle(call).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    ...{ endpoint, region: 'eu-west-1' },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  function open(options?: Parameters<typeof makeSqs>[2]): { world: World; sqs: Sqs } {
    const world = makeWorld({
      ...{ region: 'eu-west-1', accountId: '000000000000', endpoint, folder },
      db: new DatabaseSync(join(folder, 'state.sqlite')),
      now: () => Date.now() + port.ahead,
      fastClock: makeFastClock(60),
      report: () => undefined,
    });
    const sqs = makeSqs(world, noMetrics, options);
    sqs.start();
    return { world, sqs };
  }

  function close(): void {
    opened.sqs.stop();
    opened.world.db.close();
  }

  const port: QueuePort = {
    ...{ client, server, ahead: 0 },
    get world() {
      return opened.world;
    },
    get sqs() {
      return opened.sqs;
    },
    async queue(QueueName, Attributes = {}) {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
      return QueueUrl;
    },
    async receive(QueueUrl, options = {}) {
      const everything = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...everything, ...options }),
      );
      return Messages;
    },
    restart(options) {
      close();
      opened = open(options);
    },
    end() {
      client.destroy();
      server.closeAllConnections();
      server.close();
      close();
      rmSync(folder, { recursive: true });
    },
  };
  let opened = open();
  return port;
}
