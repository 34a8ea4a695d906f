import type { QueueMessage, Queues } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { failedItems } from './batch-response.ts';
import type { RecordFilter } from './filter-criteria.ts';
import type { InvocationTarget } from './functions.ts';
import type { Outcome } from './invocation.ts';

export interface QueueMappingSettings {
  queueArn: string;
  batchSize: number;
  batchingWindowSeconds: number;
  /** Batches at a time. */
  concurrency: number;
  reportsItemFailures: boolean;
  filter: RecordFilter;
}

/** What a mapping needs of Lambda. */
export interface MappedFunction {
  target(): InvocationTarget;
  hasRoom(): boolean;
  onRoom(callback: () => unknown): () => void;
  /** @param measures metrics that the source adds to those of the invocation */
  invoke(
    payload: string,
    measures?: Readonly<Record<string, number>>,
  ): Promise<Outcome & { requestId: string }>;
}

export interface RunningMapping {
  stop(): void;
}

/** A queue hands out at most ten messages at a time. */
const maxReceive = 10;

/**
 * Feeds a function from a queue: a batch that succeeds is deleted; what fails comes back when its visibility timeout
 * ends, until the queue's own redrive policy moves it. Messages are taken only when the function has room, so a busy
 * function costs no receive counts.
 */
export function runQueueMapping(
  world: World,
  queues: Queues,
  settings: QueueMappingSettings,
  fn: MappedFunction,
): RunningMapping {
  const { queueArn, batchSize, batchingWindowSeconds, concurrency, filter } = settings;
  let underWay = 0;
  let gathered: QueueMessage[] = [];
  let cancelWindow: (() => void) | undefined;
  /** Messages may wait for room in the function. */
  let starved = false;
  let stopped = false;

  function pump(): void {
    while (!stopped && underWay < concurrency) {
      starved = !fn.hasRoom();
      if (starved) return;
      gather();
      if (gathered.length === 0) return;
      if (gathered.length < batchSize && batchingWindowSeconds > 0) {
        cancelWindow ??= world.fastClock.after(batchingWindowSeconds * 1000, flush);
        return;
      }
      flush();
    }
  }

  function gather(): void {
    while (gathered.length < batchSize) {
      const received = queues.receive(queueArn, Math.min(maxReceive, batchSize - gathered.length));
      if (received.length === 0) return;
      for (const message of received) {
        if (filter({ ...message, body: bodyOf(message) })) gathered.push(message);
        else queues.delete(queueArn, message.receiptHandle);
      }
    }
  }

  function flush(): void {
    cancelWindow?.();
    cancelWindow = undefined;
    const batch = gathered;
    gathered = [];
    if (batch.length === 0 || stopped) return;
    underWay++;
    handle(batch)
      .catch(
        (error: unknown) =>
          !stopped && world.report(`${queueArn}: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        underWay--;
        pump();
      });
  }

  async function handle(batch: QueueMessage[]): Promise<void> {
    const Records = batch.map((message) => recordOf(message, queueArn, world.region));
    const outcome = await fn.invoke(JSON.stringify({ Records }));
    if (outcome.failed || stopped) return;
    const ids = batch.map(({ messageId }) => messageId);
    const failed = new Set(settings.reportsItemFailures ? failedItems(outcome.payload, ids) : []);
    for (const { messageId, receiptHandle } of batch) {
      if (!failed.has(messageId)) queues.delete(queueArn, receiptHandle);
    }
  }

  const cancels = [queues.onMessage(queueArn, pump), fn.onRoom(() => starved && pump())];
  pump();
  return {
    stop() {
      stopped = true;
      cancelWindow?.();
      for (const cancel of cancels) cancel();
    },
  };
}

function bodyOf({ body }: QueueMessage): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function recordOf(message: QueueMessage, queueArn: string, region: string): object {
  const attributes = Object.entries(message.messageAttributes).map(([name, value]) => [
    name,
    { ...value, stringListValues: [], binaryListValues: [] },
  ]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
