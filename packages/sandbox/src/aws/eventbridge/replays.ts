import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { Archives } from './archives.ts';
import type { Publisher } from './publisher.ts';
import type { Registry } from './registry.ts';

/** Replays of archives: the whole span is put on the bus in one transaction, so the answer finds the replay complete. */
export function makeReplays(world: World, registry: Registry, archives: Archives, publisher: Publisher) {
  world.db.exec('CREATE TABLE IF NOT EXISTS events_replay (name TEXT PRIMARY KEY, replay TEXT NOT NULL)');
  const insert = world.db.prepare('INSERT INTO events_replay VALUES (?, ?)');
  const all = world.db.prepare('SELECT replay FROM events_replay ORDER BY rowid');
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
      const destination = (input.Destination ?? {}) as { Arn?: string; FilterArns?: string[] };
      const archiveName = String(archiveArn).split(':archive/')[1] ?? String(archiveArn);
      const archive = archives.list().find((one) => one.name === archiveName && one.arn === archiveArn);
      if (!archive) throw notValid('EventSourceArn', `Archive ${archiveName} does not exist.`);
      const bus = registry.findBus(destination.Arn ?? '');
      if (bus?.arn !== archive.sourceArn)
        throw notValid('Destination.Arn', 'Cross event bus replay is not permitted.');
      if (from >= to) throw notValid('EventEndTime', 'EventStartTime must be before EventEndTime.');
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
    /** Oldest first. */
    list: (): Record<string, unknown>[] =>
      all.all().map((row) => JSON.parse(String(row.replay)) as Record<string, unknown>),
    describe(name: unknown): unknown {
      const row = select.get(String(name));
      if (!row) throw new AwsError('ResourceNotFoundException', `Replay ${name} does not exist.`);
      return JSON.parse(String(row.replay));
    },
  };
}

const notValid = (name: string, reason: string): AwsError =>
  new AwsError('ValidationException', `Parameter ${name} is not valid. Reason: ${reason}`);

export type Replays = ReturnType<typeof makeReplays>;
