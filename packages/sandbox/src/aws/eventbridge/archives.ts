import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';
import type { Bus, Registry } from './registry.ts';
import type { DeliveredEvent } from './target-input.ts';

export interface ArchiveDefinition {
  name: string;
  sourceArn: string;
  description?: string | undefined;
  pattern?: unknown;
  /** 0 keeps for ever. */
  retentionDays: number;
}

export interface Archive extends ArchiveDefinition {
  arn: string;
  matches: EventMatcher;
}

const DAY_SECONDS = 86_400;

/** Archives of buses; the archived events are rows in SQLite. */
export function makeArchives(world: World, registry: Registry) {
  world.db.exec(`CREATE TABLE IF NOT EXISTS events_archived (
    archive TEXT NOT NULL, time INTEGER NOT NULL, event TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS events_archived_by_time ON events_archived (archive, time)`);
  const insert = world.db.prepare('INSERT INTO events_archived VALUES (?, ?, ?)');
  const between = world.db.prepare(
    'SELECT event FROM events_archived WHERE archive = ? AND time >= ? AND time < ? ORDER BY time, rowid',
  );
  const holding = world.db.prepare(
    'SELECT DISTINCT event FROM events_archived WHERE instr(event, ?) > 0 ORDER BY time, rowid',
  );
  const totals = world.db.prepare(
    'SELECT count(*) AS count, coalesce(sum(length(event)), 0) AS bytes FROM events_archived WHERE archive = ?',
  );
  const expire = world.db.prepare('DELETE FROM events_archived WHERE archive = ? AND time < ?');
  const drop = world.db.prepare('DELETE FROM events_archived WHERE archive = ?');
  const archives = new Map<string, Archive>();

  return {
    /** @throws InvalidPatternError; AwsError when the source is no bus of the sandbox */
    put(definition: ArchiveDefinition): Archive {
      registry.requireBus(definition.sourceArn);
      const matches = definition.pattern === undefined ? () => true : compilePattern(definition.pattern);
      const archive = { ...definition, arn: `${registry.prefix}:archive/${definition.name}`, matches };
      archives.set(definition.name, archive);
      return archive;
    },
    /** The archived events go with it. */
    remove({ name }: Archive): void {
      archives.delete(name);
      drop.run(name);
    },
    list: () => [...archives.values()],
    /** @throws AwsError `ResourceNotFoundException` */
    require(nameOrArn: unknown): Archive {
      const name = String(nameOrArn).split(':archive/').at(-1) ?? '';
      const archive = archives.get(name);
      if (!archive) throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
      return archive;
    },
    /** @param text the event as JSON */
    keep(bus: Bus, event: DeliveredEvent, text: string): void {
      for (const archive of archives.values()) {
        if (archive.sourceArn === bus.arn && archive.matches(event)) {
          insert.run(archive.name, seconds(event.time), text);
        }
      }
    },
    events: (archive: Archive, startSeconds: number, endSeconds: number): DeliveredEvent[] =>
      between
        .all(archive.name, startSeconds, endSeconds)
        .map((row) => JSON.parse(String(row.event)) as DeliveredEvent),
    /** Events of all archives whose JSON has this text in it, oldest first. */
    holding: (text: string): string[] => holding.all(text).map((row) => String(row.event)),
    totals(archive: Archive): { EventCount: number; SizeBytes: number } {
      const row = totals.get(archive.name);
      return { EventCount: Number(row?.count ?? 0), SizeBytes: Number(row?.bytes ?? 0) };
    },
    /** Drops what is past its retention; done at each start. */
    expire(): void {
      for (const { name, retentionDays } of archives.values()) {
        if (retentionDays > 0) expire.run(name, world.now() / 1000 - retentionDays * DAY_SECONDS);
      }
    },
  };
}

export type Archives = ReturnType<typeof makeArchives>;

function seconds(time: string): number {
  return Date.parse(time) / 1000;
}
