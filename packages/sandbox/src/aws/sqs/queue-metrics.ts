import type { Gauges, MetricSink } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { MessageStore } from './message-store.ts';
import type { Queue, QueueStore } from './queue-store.ts';

/**
 * What SQS measures of its queues: when a message arrives, and once a minute of AWS time as long as one lies anywhere.
 * The age of the oldest message is in real seconds, and counts from its first sending also in a dead-letter queue.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function measureQueues(
  { now }: Pick<World, 'now'>,
  queues: QueueStore,
  messages: Pick<MessageStore, 'counts' | 'oldestSentAt'>,
  { metrics, gauges }: { metrics: MetricSink; gauges: Gauges },
): { arrived(queueArn: string): void } {
  /** Queues that had messages at the last look; their next value may be the zero that ends it. */
  const busy = new Set<string>();

  /** @returns whether a message lies in the queue */
  function measure(queue: Queue): boolean {
    const counts = messages.counts(queue);
    const values = {
      ApproximateNumberOfMessagesVisible: Number(counts.ApproximateNumberOfMessages),
      ApproximateNumberOfMessagesNotVisible: Number(counts.ApproximateNumberOfMessagesNotVisible),
      ApproximateNumberOfMessagesDelayed: Number(counts.ApproximateNumberOfMessagesDelayed),
      ApproximateAgeOfOldestMessage: Math.floor((now() - (messages.oldestSentAt(queue) ?? now())) / 1000),
    };
    const holds = Object.values(counts).some((count) => Number(count) > 0);
    if (holds || busy.has(queue.arn))
      for (const [name, value] of Object.entries(values))
        metrics.put('AWS/SQS', name, value, [{ QueueName: queue.name }]);
    if (holds) busy.add(queue.arn);
    else busy.delete(queue.arn);
    return holds;
  }

  gauges.askBefore(() => queues.all().map(measure).includes(true));
  return {
    arrived(queueArn) {
      const queue = queues.all().find(({ arn }) => arn === queueArn);
      if (queue) measure(queue);
    },
  };
}
