import type { LyingMessage } from '../../changes/redrive.ts';
import type { Edge } from '../../core/edge.ts';
import type { ReadHeld } from '../../core/held.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import type { Gauges, MetricSink, Queues } from '../../core/ports.ts';
import type { PolicyKeeper, ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { readMessages } from './held-messages.ts';
import { type MessageStore, makeMessageStore } from './message-store.ts';
import { makeMoveTasks } from './move-tasks.ts';
import { sqsOperations } from './operations.ts';
import { measureQueues } from './queue-metrics.ts';
import { makeQueueStore } from './queue-store.ts';
import { makeReceiver, queueMessage } from './receive-message.ts';
import { queueResources } from './resources.ts';
import { checkMessage } from './send-message.ts';
import { makeWakeUps } from './wake-ups.ts';

export interface Sqs extends PolicyKeeper {
  edge: Edge;
  resources: ResourceProvider[];
  queues: Queues;
  /** How many messages wait in a queue, and how many are being worked on. */
  counts(queueArn: string): { visible: number; inFlight: number };
  /** What lies in a queue, for the sandbox's own pages. @throws AwsError, all three, for a queue that is not there */
  peek(queueArn: string): LyingMessage[];
  held: ReadHeld;
  remove(queueArn: string, messageId: string): void;
  /** Back to the queues that they came from. @returns how many */
  moveBack(queueArn: string): number;
  /** Nothing to begin: queues work as soon as they are made. */
  start(): void;
  /** Ends waiting receivers and timers; the database may be closed afterwards. */
  stop(): void;
}

export interface SqsOptions {
  /** What clients send with a delay waits on the judging clock too, at most; in real time unless told. */
  judgedDelays?: boolean;
}

/**
 * SQS: standard queues with redrive, delays and long polling. All of it is in real time, as clients see it; only when a
 * mapping has failed with a message does the wait for the next attempt run on the fast clock, and what another service sends to a
 * queue with a delay waits on the judging clock: it was delayed so that work can be done meanwhile. While a release is rehearsed,
 * what clients send with a delay does so too: a verdict may hang on it.
 * Not handled: FIFO queues, the old query protocol, tags, permissions.
 */
export function makeSqs(
  world: World,
  cloudWatch: { metrics: MetricSink; gauges: Gauges },
  { judgedDelays = false }: SqsOptions = {},
): Sqs {
  const queues = makeQueueStore(world);
  const wakeUps = makeWakeUps(
    world,
    (queueArn, since): number | undefined => messages.nextVisibleAt(queueArn, since),
    (queueArn) => measured.arrived(queueArn),
  );
  const messages: MessageStore = makeMessageStore(world, queues, wakeUps);
  const measured = measureQueues(world, queues, messages, cloudWatch);
  const receiver = makeReceiver(world, messages, wakeUps);
  const moveTasks = makeMoveTasks(world, queues, messages);
  const delayed = new Set<() => void>();

  /** As a message that the store has: it is there when its delay has passed on the judging clock, if not before. */
  const sendJudged: MessageStore['send'] = (queue, message) => {
    const id = messages.send(queue, message);
    const delayMs = messages.delayMs(queue, message);
    if (delayMs === 0) return id;
    const cancel = world.judging.after(delayMs, () => {
      delayed.delete(cancel);
      messages.reveal(queue, id);
    });
    delayed.add(cancel);
    return id;
  };

  return {
    edge: jsonProtocol({
      name: 'sqs',
      targetPrefix: 'AmazonSQS',
      version: '1.0',
      operations: sqsOperations({
        ...{ queues, receiver, moveTasks, access: world.access },
        messages: judgedDelays ? { ...messages, send: sendJudged } : messages,
      }),
    }),
    resources: queueResources(queues, (queue) => {
      messages.purge(queue);
      queues.remove(queue);
    }),
    queues: {
      send(caller, queueArn, body, messageAttributes = {}, cause) {
        world.access.check(caller, 'sqs:SendMessage', queueArn);
        const attributes = Object.fromEntries(
          Object.entries(messageAttributes).map(([name, value]) => [
            name,
            { DataType: 'String', StringValue: value },
          ]),
        );
        const queue = queues.byArn(queueArn);
        checkMessage(queue, { body, attributes });
        return { kind: 'message', id: sendJudged(queue, { body, attributes, cause }) };
      },
      receive(caller, queueArn, max) {
        world.access.check(caller, 'sqs:ReceiveMessage', queueArn);
        return messages
          .receive(queues.byArn(queueArn), max, { mapped: true })
          .map((message) => queueMessage(world, message));
      },
      settle(caller, queueArn, done, failed) {
        // What failed is left to its timeout, by which nobody is called.
        if (done.length > 0) world.access.check(caller, 'sqs:DeleteMessage', queueArn);
        messages.settle(queues.byArn(queueArn), done, failed);
      },
      visibilityTimeoutSeconds(caller, queueArn) {
        world.access.check(caller, 'sqs:GetQueueAttributes', queueArn);
        return Number(queues.byArn(queueArn).attributes.VisibilityTimeout);
      },
      onMessage: wakeUps.onMessage,
    },
    policyOf: (arn) => queues.all().find((queue) => queue.arn === arn)?.policy,
    counts(queueArn) {
      const counts = messages.counts(queues.byArn(queueArn));
      return {
        visible: Number(counts.ApproximateNumberOfMessages),
        inFlight: Number(counts.ApproximateNumberOfMessagesNotVisible),
      };
    },
    peek: (queueArn) => messages.peek(queues.byArn(queueArn)),
    held: readMessages((name) => messages.peek(queues.byUrl(name))),
    remove: (queueArn, messageId) => messages.remove(queues.byArn(queueArn), messageId),
    moveBack: (queueArn) => moveTasks.move(queues.byArn(queueArn)),
    start() {},
    stop() {
      for (const cancel of delayed) cancel();
      receiver.stop();
      wakeUps.stop();
    },
  };
}
