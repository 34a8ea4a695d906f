import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import type { LogFiles } from './log-files.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const groupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, 'is no name of a log group');

const properties = z.strictObject({
  LogGroupName: groupName.optional(),
  /** Shown; the sandbox deletes no log by age. */
  RetentionInDays: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  /** State on one machine is not encrypted. */
  KmsKeyId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

export interface LogGroup {
  name: string;
  arn: string;
  retentionInDays?: number;
}

/** The log groups of the template, those that the API made, and those that exist because something was written to them. */
export interface LogGroups {
  resource: ResourceProvider<z.infer<typeof properties>>;
  has(groupName: string): boolean;
  create(groupName: string): void;
  /** Its events and streams go with it; one of the template is there again at the next start. */
  remove(groupName: string): void;
  /** @param days undefined for ever; over what the template says, until it says something else */
  setRetention(groupName: string, days: number | undefined): void;
  /** Streams that were made and not yet written to, by name. */
  emptyStreams(groupName: string): { name: string; createdAtMs: number }[];
  createStream(groupName: string, streamName: string): void;
  /** By name. */
  list(): LogGroup[];
}

export function makeLogGroups({ region, accountId, db, now }: World, files: LogFiles): LogGroups {
  db.exec(`CREATE TABLE IF NOT EXISTS logs_group (name TEXT PRIMARY KEY) STRICT;
    CREATE TABLE IF NOT EXISTS logs_retention (name TEXT PRIMARY KEY, days INTEGER, declared INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS logs_stream (
      log_group TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY (log_group, name)) STRICT`);
  const made = {
    all: db.prepare('SELECT name FROM logs_group'),
    add: db.prepare('INSERT OR IGNORE INTO logs_group VALUES (?)'),
    drop: db.prepare('DELETE FROM logs_group WHERE name = ?'),
  };
  const retention = {
    get: db.prepare('SELECT days, declared FROM logs_retention WHERE name = ?'),
    put: db.prepare('INSERT OR REPLACE INTO logs_retention VALUES (?, ?, ?)'),
    drop: db.prepare('DELETE FROM logs_retention WHERE name = ?'),
  };
  const streams = {
    all: db.prepare('SELECT name, created_at FROM logs_stream WHERE log_group = ? ORDER BY name'),
    add: db.prepare('INSERT INTO logs_stream VALUES (?, ?, ?)'),
    drop: db.prepare('DELETE FROM logs_stream WHERE log_group = ?'),
  };
  const declared = new Map<string, LogGroup>();
  const describe = (groupName: string): LogGroup => ({
    name: groupName,
    arn: `arn:aws:logs:${region}:${accountId}:log-group:${groupName}`,
  });

  const list = (): LogGroup[] => {
    const names = new Set([
      ...declared.keys(),
      ...files.groups(),
      ...made.all.all().map((row) => String(row.name)),
    ]);
    return [...names].sort().map((one) => withRetention(declared.get(one) ?? describe(one)));
  };
  /** What was set by hand, unless the template says something else than it did then. */
  const withRetention = (group: LogGroup): LogGroup => {
    const row = retention.get.get(group.name);
    if (!row || row.declared !== (group.retentionInDays ?? null)) return group;
    const { retentionInDays: _, ...rest } = group;
    return row.days === null ? rest : { ...rest, retentionInDays: Number(row.days) };
  };
  return {
    list,
    has: (groupName) => list().some((group) => group.name === groupName),
    create: (groupName) => void made.add.run(groupName),
    remove(groupName) {
      files.remove(groupName);
      declared.delete(groupName);
      for (const { drop } of [made, retention, streams]) drop.run(groupName);
    },
    setRetention: (groupName, days) =>
      void retention.put.run(groupName, days ?? null, declared.get(groupName)?.retentionInDays ?? null),
    emptyStreams: (groupName) =>
      streams.all
        .all(groupName)
        .map((row) => ({ name: String(row.name), createdAtMs: Number(row.created_at) })),
    createStream: (groupName, streamName) => void streams.add.run(groupName, streamName, now()),
    resource: {
      type: 'AWS::Logs::LogGroup',
      properties,
      apply({ physicalName, properties: { LogGroupName = physicalName, RetentionInDays } }) {
        const group = describe(LogGroupName);
        declared.set(
          LogGroupName,
          RetentionInDays === undefined ? group : { ...group, retentionInDays: RetentionInDays },
        );
        return { ref: LogGroupName, attributes: { Arn: `${group.arn}:*` } };
      },
      remove({ ref }) {
        declared.delete(ref);
        files.remove(ref);
      },
    },
  };
}
