import type { QueueMessage, Queues } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { failedItems } from './batch-response.ts';
import type { RecordFilter } from './filter-criteria.ts';
import type { Outcome } from './invocation.ts';
import { isThrottled, type MappedFunction } from './mapped-function.ts';
import { makePollers } from './pollers.ts';

export interface QueueMappingSettings {
  queueArn: string;
  batchSize: number;
  batchingWindowSeconds: number;
  /** Batches at a time, at most. */
  maximumConcurrency: number;
  reportsItemFailures: boolean;
  filter: RecordFilter;
}

export interface RunningMapping {
  stop(): void;
}

/** A queue hands out at most ten messages at a time. */
const maxReceive = 10;

/**
 * Feeds a function from a queue: a batch that succeeds is deleted; what fails comes back when its visibility timeout
 * ends, until the queue's own redrive policy moves it. While this machine has no room, and above MaximumConcurrency, messages
 * stay in the queue and cost no receive counts. Reserved concurrency is unknown to pollers, as in AWS: what they have
 * received is refused, and comes back like what failed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export function runQueueMapping(
  world: World,
  queues: Queues,
  settings: QueueMappingSettings,
  fn: MappedFunction,
): RunningMapping {
  const { queueArn, batchSize, batchingWindowSeconds, filter } = settings;
  const pollers = makePollers(world.now, settings.maximumConcurrency);
  let underWay = 0;
  let gathered: QueueMessage[] = [];
  let cancelWindow: (() => void) | undefined;
  let pollAgain: NodeJS.Timeout | undefined;
  let endBacklog: (() => void) | undefined;
  /** Messages may wait for room in the function. */
  let starved = false;
  let stopped = false;

  function pump(): void {
    if (stopped) return;
    if (handsOverAll()) {
      endBacklog?.();
      endBacklog = undefined;
    } else endBacklog ??= world.judging.begin(queueArn);
  }

  /** @returns false when messages may be left that have to wait for others */
  function handsOverAll(): boolean {
    while (underWay < pollers.allowed()) {
      starved = fn.isThrottled() ? pollers.restForMs() > 0 : !fn.hasRoom();
      if (starved) return false;
      gather();
      if (gathered.length === 0) {
        pollers.idle();
        return true;
      }
      endBacklog?.();
      endBacklog = undefined;
      if (gathered.length < batchSize && batchingWindowSeconds > 0) {
        cancelWindow ??= world.fastClock.after(batchingWindowSeconds * 1000, flush);
        return true;
      }
      flush();
    }
    return false;
  }

  function gather(): void {
    while (gathered.length < batchSize) {
      const received = queues.receive(fn.role(), queueArn, Math.min(maxReceive, batchSize - gathered.length));
      if (received.length === 0) return;
      const wanted = received.filter((message) => filter({ ...message, body: bodyOf(message) }));
      const others = received.filter((message) => !wanted.includes(message));
      if (others.length > 0) queues.settle(fn.role(), queueArn, others.map(handleOf), []);
      gathered.push(...wanted);
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
      .finally(pump);
  }

  async function handle(batch: QueueMessage[]): Promise<void> {
    const Records = batch.map((message) => recordOf(message, queueArn, world.region));
    let failed = batch;
    try {
      const of = batch.map(({ messageId: id }) => ({ kind: 'message' as const, id }));
      const outcome = fn
        .invoke(JSON.stringify({ Records }), attemptOf(batch), {}, of)
        .finally(() => underWay--);
      failed = failuresOf(batch, await outcome);
    } catch (error) {
      if (stopped) return;
      if (!isThrottled(error)) throw error;
      refused();
    } finally {
      const done = batch.filter((message) => !failed.includes(message));
      if (!stopped) queues.settle(fn.role(), queueArn, done.map(handleOf), failed.map(handleOf));
    }
  }

  function failuresOf(batch: QueueMessage[], { failed, payload }: Outcome): QueueMessage[] {
    if (failed) return batch;
    if (!settings.reportsItemFailures) return [];
    const ids = batch.map(({ messageId }) => messageId);
    const failures = new Set(failedItems(payload, ids));
    return batch.filter(({ messageId }) => failures.has(messageId));
  }

  /** In AWS a refused batch is held, and offered again and again, until its visibility timeout ends. */
  function refused(): void {
    pollers.refused(underWay, queues.visibilityTimeoutSeconds(fn.role(), queueArn) * 1000);
    clearTimeout(pollAgain);
    pollAgain = setTimeout(pump, pollers.restForMs());
    pollAgain.unref();
  }

  const cancels = [queues.onMessage(queueArn, pump), fn.onRoom(() => starved && pump())];
  pump();
  return {
    stop() {
      stopped = true;
      cancelWindow?.();
      clearTimeout(pollAgain);
      endBacklog?.();
      for (const cancel of cancels) cancel();
    },
  };
}

/** As the message has it that was received most often. */
const attemptOf = (batch: QueueMessage[]): number =>
  Math.max(1, ...batch.map(({ attributes }) => Number(attributes.ApproximateReceiveCount ?? 1)));

const handleOf = ({ receiptHandle }: QueueMessage): string => receiptHandle;

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
