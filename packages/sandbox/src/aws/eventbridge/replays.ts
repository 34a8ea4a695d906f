import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { Archives } from './archives.ts';
import type { Publisher } from './publisher.ts';
import type { Registry } from './registry.ts';

/** Replays of archives: the whole span is put on the bus in one transaction, so the answer finds the replay complete. */
export function makeReplays(world: World, registry: Registry, archives: Archives, publisher: Publisher) {
  world.db.exec('CREATE TABLE IF NOT EXISTS events_replay (name TEXT PRIMARY KEY, replay TEXT NOT NULL)');
  const insert = world.db.prepare('INSERT INTO events_replay VALUES (?, ?)');
  const select = world.db.prepare('SELECT replay FROM events_replay WHERE name = ?');

  return {
    /** @throws AwsError `ResourceAlreadyExistsException`, `ResourceNotFoundException`, `ValidationException` */
    start(input: Record<string, unknown>): unknown {
      const { ReplayName: name, EventSourceArn: archiveArn, EventStartTime: from, EventEndTime: to } = input;
      if (typeof name !== 'string' || typeof from !== 'number' || typeof to !== 'number') {
        throw new AwsError(
          'ValidationException',
          'ReplayName, EventStartTime and EventEndTime are required.',
        );
      }
      if (select.get(name))
        throw new AwsError('ResourceAlreadyExistsException', `Replay ${name} already exists.`);
      const archive = archives.require(archiveArn);
      const destination = (input.Destination ?? {}) as { Arn?: string; FilterArns?: string[] };
      const bus = registry.requireBus(destination.Arn ?? '');
      if (bus.arn !== archive.sourceArn) {
        throw new AwsError('ValidationException', 'A replay goes to the bus that the archive was made from.');
      }
      const events = archives
        .events(archive, from, to)
        .map((event) => ({ bus, event: { ...event, 'replay-name': name } }));
      const time = world.now() / 1000;
      const replay = {
        ReplayName: name,
        ReplayArn: `${registry.prefix}:replay/${name}`,
        State: 'COMPLETED',
        EventSourceArn: archive.arn,
        Destination: destination,
        EventStartTime: from,
        EventEndTime: to,
        EventLastReplayedTime: to,
        ReplayStartTime: time,
        ReplayEndTime: time,
      };
      world.transaction(() => {
        publisher.accept(events, (target, event) =>
          registry
            .matching(target.name, event)
            .filter((rule) => destination.FilterArns?.includes(rule.arn) ?? true),
        );
        insert.run(name, JSON.stringify(replay));
      });
      return { ReplayArn: replay.ReplayArn, State: 'STARTING', ReplayStartTime: time };
    },
    describe(name: unknown): unknown {
      const row = select.get(String(name));
      if (!row) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
      return JSON.parse(String(row.replay));
    },
  };
}

export type Replays = ReturnType<typeof makeReplays>;
