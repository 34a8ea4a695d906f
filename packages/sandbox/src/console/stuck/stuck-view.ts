import type { Graph } from '../../architecture/graph.ts';
import type { World } from '../../core/world.ts';
import type { Services } from '../../services.ts';
import type { StuckView } from './stuck-page.ts';

/** What is not done now, of all that runs. */
export function stuckView(
  world: Pick<World, 'now' | 'work'>,
  { sqs, cloudWatch }: Pick<Services, 'sqs' | 'cloudWatch'>,
  { nodes }: Graph,
): StuckView {
  const works = [...world.work.waiting()].map(({ target, name, cause, failures, failure, dueAt }) => ({
    ...{ target, name, cause, failures, failure, dueAt },
  }));
  const queues = nodes.flatMap(({ kind, arn }) => {
    if (arn === undefined || (kind !== 'queue' && kind !== 'dead-letters')) return [];
    return [{ arn, isForDeadLetters: kind === 'dead-letters', messages: sqs.peek(arn) }];
  });
  return {
    now: world.now(),
    works,
    queues: queues.filter(({ messages }) => messages.length > 0),
    alarms: cloudWatch.alarms.all().map(({ name, state, reason, properties: { AlarmDescription } }) => ({
      ...{ name, state, reason },
      ...(AlarmDescription !== '' && { description: AlarmDescription }),
    })),
  };
}
