import type { DatabaseSync } from 'node:sqlite';
import type { ArchiveDefinition } from './archives.ts';
import type { RuleDefinition } from './registry.ts';

/** What was made, changed or (`gone`) deleted through the API. */
export type KeptDefinition =
  | { kind: 'rule'; definition: RuleDefinition; gone?: true }
  | { kind: 'archive'; definition: ArchiveDefinition; gone?: true };

/**
 * Rules and archives that somebody made, changed or deleted by hand. They hold from one start to the next; over a
 * resource of the template, until the template declares it differently.
 */
export function makeKeptDefinitions(db: DatabaseSync) {
  db.exec(`CREATE TABLE IF NOT EXISTS events_kept (
    arn TEXT PRIMARY KEY, kept TEXT NOT NULL, declared TEXT NOT NULL) STRICT`);
  const save = db.prepare('INSERT OR REPLACE INTO events_kept VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM events_kept WHERE arn = ?');
  const all = db.prepare('SELECT * FROM events_kept ORDER BY rowid');
  /** By ARN, what the template says of it at this start. */
  const declared = new Map<string, string>();

  return {
    declare(arn: string, definition: RuleDefinition | ArchiveDefinition): void {
      declared.set(arn, JSON.stringify(definition));
    },
    keep(arn: string, kept: KeptDefinition): void {
      // What the template does not know and nobody wants is as if it had never been.
      if (kept.gone && !declared.has(arn)) drop.run(arn);
      else save.run(arn, JSON.stringify(kept), declared.get(arn) ?? '');
    },
    /** Once the template's resources are made: what holds over them, and beside them. */
    holding(): KeptDefinition[] {
      return all.all().flatMap((row): KeptDefinition[] => {
        if (String(row.declared) === (declared.get(String(row.arn)) ?? ''))
          return [JSON.parse(String(row.kept)) as KeptDefinition];
        drop.run(String(row.arn));
        return [];
      });
    },
  };
}

export type KeptDefinitions = ReturnType<typeof makeKeptDefinitions>;
