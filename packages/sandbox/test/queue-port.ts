import type { Server } from 'node:http';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { makeSqs, type Sqs } from '../src/aws/sqs/sqs.ts';
import { noMetrics } from './no-metrics.ts';
import { developer, edgeServer, listen, testWorld } from './serve-edge.ts';

/** SQS on a port of its own, with a client of the SDK. */
export interface QueuePort {
  readonly world: ReturnType<typeof testWorld>;
  readonly sqs: Sqs;
  client: SQSClient;
  server: Server;
  /** @returns the URL of the new queue */
  createQueue(name: string, attributes?: Record<string, string>): Promise<string>;
  receiveMessage(
    queueUrl: string,
    options?: Omit<ReceiveMessageCommandInput, 'QueueUrl'>,
  ): Promise<Message[]>;
  /** Ends SQS, and begins it again on what it has kept; its clock is right again. */
  restart(options?: Parameters<typeof makeSqs>[2]): void;
  end(): Promise<void>;
}

export const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

export async function serveQueues(): Promise<QueuePort> {
  let world = testWorld();
  let sqs = started();
  const server = edgeServer(() => sqs.edge);
  const { endpoint, close } = await listen(server);
  // The client takes the place of a queue from its URL, which names the port of the world.
  const client = new SQSClient({
    ...{ endpoint, region: world.region, credentials: developer, useQueueUrlAsEndpoint: false },
  });

  function started(options?: Parameters<typeof makeSqs>[2]): Sqs {
    const made = makeSqs(world, noMetrics, options);
    made.start();
    return made;
  }

  return {
    ...{ client, server },
    get world() {
      return world;
    },
    get sqs() {
      return sqs;
    },
    async createQueue(QueueName, Attributes = {}) {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
      return QueueUrl;
    },
    async receiveMessage(QueueUrl, options = {}) {
      const everything = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] };
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...everything, ...options }),
      );
      return Messages;
    },
    restart(options) {
      sqs.stop();
      world.close();
      world = testWorld(world.folder);
      sqs = started(options);
    },
    async end() {
      client.destroy();
      await close();
      sqs.stop();
      world.drop();
    },
  };
}
