import { realClock } from '../../core/real-clock.ts';
import type { World } from '../../core/world.ts';
import { parseSchedule } from './cron.ts';
import type { Rule } from './registry.ts';

/** Fires the rules that have a schedule, in real time. What was due while the sandbox was off is not made up for. */
export function makeScheduler(world: World, fire: (rule: Rule, timeMs: number) => void) {
  world.db.exec(`CREATE TABLE IF NOT EXISTS events_schedule (
    rule_arn TEXT PRIMARY KEY, expression TEXT NOT NULL, next_at INTEGER NOT NULL)`);
  const load = world.db.prepare('SELECT next_at FROM events_schedule WHERE rule_arn = ? AND expression = ?');
  const save = world.db.prepare('INSERT OR REPLACE INTO events_schedule VALUES (?, ?, ?)');
  const cancels = new Map<string, () => void>();

  function plan(rule: Rule): void {
    const { schedule: expression } = rule;
    if (expression === undefined) return;
    const schedule = parseSchedule(expression);
    const stored = load.get(rule.arn, expression);
    let next = stored ? Number(stored.next_at) : schedule(world.now());
    while (next !== undefined && next <= world.now()) next = schedule(next);
    if (next !== undefined) wait(rule, expression, next);
  }

  function wait(rule: Rule, expression: string, next: number): void {
    save.run(rule.arn, expression, next);
    const cancel = realClock.after(next - world.now(), () => {
      // A long wait takes several.
      if (world.now() < next) {
        wait(rule, expression, next);
        return;
      }
      // In one transaction, so that a kill finds the firing done and the next one planned, or neither.
      world.transaction(() => {
        plan(rule);
        if (rule.enabled) fire(rule, next);
      });
    });
    cancels.set(rule.arn, cancel);
  }

  function stop(): void {
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
  }

  return {
    /** Plans the rules' next firings anew. */
    start(rules: readonly Rule[]): void {
      stop();
      for (const rule of rules) plan(rule);
    },
    stop,
  };
}
