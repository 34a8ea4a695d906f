import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { MessageStore } from './message-store.ts';
import { text } from './parameters.ts';
import type { Queue, QueueStore } from './queue-store.ts';

/** AWS lists the ten latest. */
const LISTED = 10;

/** Redrive of dead-letter queues: the visible messages move at once and whole, so no task is ever found running. */
export function makeMoveTasks(world: World, queues: QueueStore, messages: MessageStore) {
  world.db.exec('CREATE TABLE IF NOT EXISTS sqs_move_task (source TEXT NOT NULL, task TEXT NOT NULL)');
  const insert = world.db.prepare('INSERT INTO sqs_move_task VALUES (?, ?)');
  const latest = world.db.prepare(
    'SELECT task FROM sqs_move_task WHERE source = ? ORDER BY rowid DESC LIMIT ?',
  );

  const move = (source: Queue, destination?: Queue): number =>
    messages.moveAll(source, (arn) => destination ?? queues.all().find((queue) => queue.arn === arn));

  return {
    move,
    /** @throws AwsError `ResourceNotFoundException` for an unknown queue, `InvalidParameterValue` when it is no dead-letter queue */
    start(input: Record<string, unknown>): unknown {
      const source = requireQueue(text(input, 'SourceArn'));
      if (queues.sourcesOf(source.arn).length === 0 && input.DestinationArn === undefined) {
        throw new AwsError(
          'InvalidParameterValue',
          'Source queue must be configured as a Dead Letter Queue.',
        );
      }
      const destination =
        typeof input.DestinationArn === 'string' ? requireQueue(input.DestinationArn) : undefined;
      const moved = move(source, destination);
      const task = {
        Status: 'COMPLETED',
        SourceArn: source.arn,
        DestinationArn: destination?.arn,
        ApproximateNumberOfMessagesMoved: moved,
        ApproximateNumberOfMessagesToMove: moved,
        StartedTimestamp: world.now(),
      };
      insert.run(source.arn, JSON.stringify(task));
      return { TaskHandle: Buffer.from(`${source.arn}:${randomUUID()}`).toString('base64') };
    },
    list(sourceArn: string): unknown {
      const source = requireQueue(sourceArn);
      return { Results: latest.all(source.arn, LISTED).map(({ task }): unknown => JSON.parse(String(task))) };
    },
  };

  function requireQueue(arn: string) {
    const queue = queues.all().find((candidate) => candidate.arn === arn);
    if (!queue) {
      throw new AwsError('ResourceNotFoundException', "The resource that you specified doesn't exist.");
    }
    return queue;
  }
}

export type MoveTasks = ReturnType<typeof makeMoveTasks>;
