import type { DatabaseSync } from 'node:sqlite';

/** Rules that somebody enabled or disabled by hand. It holds until the template declares another state. */
export function makeRuleStates(db: DatabaseSync) {
  db.exec(`CREATE TABLE IF NOT EXISTS events_rule_state (
    rule_arn TEXT PRIMARY KEY, declared INTEGER NOT NULL, enabled INTEGER NOT NULL)`);
  const select = db.prepare('SELECT declared, enabled FROM events_rule_state WHERE rule_arn = ?');
  const declare = db.prepare('INSERT OR REPLACE INTO events_rule_state VALUES (?, ?, ?)');
  const remember = db.prepare('UPDATE events_rule_state SET enabled = ? WHERE rule_arn = ?');

  return {
    /** @returns the state that holds */
    declared(ruleArn: string, enabled: boolean): boolean {
      const row = select.get(ruleArn);
      if (row && Boolean(row.declared) === enabled) return Boolean(row.enabled);
      declare.run(ruleArn, Number(enabled), Number(enabled));
      return enabled;
    },
    remember(ruleArn: string, enabled: boolean): void {
      remember.run(Number(enabled), ruleArn);
    },
  };
}

export type RuleStates = ReturnType<typeof makeRuleStates>;
