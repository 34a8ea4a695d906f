import type { World } from '../../core/world.ts';
import { parseSchedule } from './cron.ts';
import type { Rule } from './registry.ts';

/** Timers count 31 bits of milliseconds, so a longer wait takes several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Fires the rules that have a schedule, in real time. What was due while the sandbox was off is not made up for. */
export function makeScheduler(world: World, fire: (rule: Rule, timeMs: number) => void) {
  world.db.exec(`CREATE TABLE IF NOT EXISTS events_schedule (
    rule_arn TEXT PRIMARY KEY, expression TEXT NOT NULL, next_at INTEGER NOT NULL)`);
  const load = world.db.prepare('SELECT next_at FROM events_schedule WHERE rule_arn = ? AND expression = ?');
  const save = world.db.prepare('INSERT OR REPLACE INTO events_schedule VALUES (?, ?, ?)');
  const timers = new Map<string, NodeJS.Timeout>();

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
    const timer = setTimeout(
      () => {
        if (world.now() < next) {
          wait(rule, expression, next);
          return;
        }
        // In one transaction, so that a kill finds the firing done and the next one planned, or neither.
        world.transaction(() => {
          plan(rule);
          if (rule.enabled) fire(rule, next);
        });
      },
      Math.max(0, Math.min(next - world.now(), LONGEST_TIMER_MS)),
    );
    timer.unref();
    timers.set(rule.arn, timer);
  }

  return {
    /** Plans the rules' next firings anew. */
    start(rules: readonly Rule[]): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      for (const rule of rules) plan(rule);
    },
    stop(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
