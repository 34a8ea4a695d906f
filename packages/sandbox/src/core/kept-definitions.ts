import type { DatabaseSync } from 'node:sqlite';

/**
 * What was made, changed or (`gone`) deleted through the API of a service whose resources live in memory. It holds from one
 * start to the next; over a resource of the template, until the template declares it differently.
 * @param table of the database, made when it is not there
 */
export function makeKeptDefinitions<Kept extends { gone?: true }>(db: DatabaseSync, table: string) {
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (
    arn TEXT PRIMARY KEY, kept TEXT NOT NULL, declared TEXT NOT NULL) STRICT`);
  const save = db.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`);
  const drop = db.prepare(`DELETE FROM ${table} WHERE arn = ?`);
  const all = db.prepare(`SELECT * FROM ${table} ORDER BY rowid`);
  /** By ARN, what the template says of it at this start. */
  const declared = new Map<string, string>();

  return {
    declare(arn: string, definition: unknown): void {
      declared.set(arn, JSON.stringify(definition));
    },
    keep(arn: string, kept: Kept): void {
      // What the template does not know and nobody wants is as if it had never been.
      if (kept.gone && !declared.has(arn)) drop.run(arn);
      else save.run(arn, JSON.stringify(kept), declared.get(arn) ?? '');
    },
    /** Once the template's resources are made: what holds over them, and beside them. */
    holding(): Kept[] {
      return all.all().flatMap((row): Kept[] => {
        if (String(row.declared) === (declared.get(String(row.arn)) ?? ''))
          return [JSON.parse(String(row.kept)) as Kept];
        drop.run(String(row.arn));
        return [];
      });
    },
  };
}

export type KeptDefinitions<Kept extends { gone?: true }> = ReturnType<typeof makeKeptDefinitions<Kept>>;
