import { DatabaseSync } from 'node:sqlite';
import type { FastClock } from '../src/core/fast-clock.ts';
import { type Fact, makeObserve } from '../src/core/observe.ts';
import { makeTransaction } from '../src/core/transaction.ts';
import type { Attempt, GivenUp, NewWork, WorkKind } from '../src/core/work/work.ts';
import { makeWorkQueue } from '../src/core/work/work-queue.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** A clock on which AWS time passes `speed` times faster than on `real`. */
function fasterThan(real: FakeClock, speed: number): FastClock {
  return {
    speed,
    now: () => real.now() * speed,
    elapsed: (realMs) => realMs * speed,
    after: (delayMs, callback) => real.after(delayMs / speed, callback),
  };
}

export const minuteMs = 60_000;
const targetOf = (lane: string): string => `arn:aws:lambda:eu-west-1:000000000000:function:${lane}`;

/** A work queue with one line, whose attempts a test ends by hand; AWS time passes sixty times faster. */
export function workStage(file = ':memory:', clock = fakeClock(1_000_000)) {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS ends (id TEXT, how TEXT)',
  );
  const insertEnd = db.prepare('INSERT INTO ends VALUES (?, ?)');
  const facts: Fact[] = [];
  const reports: string[] = [];
  const transaction = makeTransaction(db);
  const observe = makeObserve(transaction, (error) => reports.push(String(error)));
  const surroundings = { region: '', accountId: '', endpoint: '', folder: '', now: () => clock.now() };
  const fastClock = fasterThan(clock, 60);
  const report = (line: string): void => void reports.push(line);
  const queue = makeWorkQueue({ ...surroundings, db, fastClock, transaction, observe, report }, clock);
  /** Attempts under way, by id; ending one removes it. */
  const begun = new Map<string, (attempt: Attempt) => void>();
  const payloads: string[] = [];
  const gaveUp: { id: string; why: GivenUp; payload: string }[] = [];
  /** Attempts at a time in each lane. */
  const room = { each: Number.POSITIVE_INFINITY };
  const underWay = new Map<string, number>();
  let asked = 0;
  const laneOf = (target: string): string => target.split(':').at(-1) ?? '';
  const kind: WorkKind<{ retries?: number; ageMs?: number }> = {
    kind: 'test',
    lane: laneOf,
    hasRoom(target) {
      asked++;
      return (underWay.get(laneOf(target)) ?? 0) < room.each;
    },
    limits({ details }) {
      asked++;
      return { retries: details.retries ?? 2, ageMs: details.ageMs ?? 60 * minuteMs };
    },
    retryWaitMs: (failures) => failures * minuteMs,
    async attempt({ name, lane }, payload) {
      payloads.push(payload);
      underWay.set(lane, (underWay.get(lane) ?? 0) + 1);
      const outcome = await new Promise<Attempt>((resolve) => begun.set(name.id, resolve));
      begun.delete(name.id);
      underWay.set(lane, (underWay.get(lane) ?? 0) - 1);
      queueMicrotask(line.roomMade);
      return outcome;
    },
    giveUp({ name }, payload, why) {
      gaveUp.push({ id: name.id, why, payload });
      insertEnd.run(name.id, 'given up');
      return ['arn:dead'];
    },
  };
  const line = queue.line(kind);

  return {
    ...{ db, clock, queue, line, facts, reports, transaction, observe, begun, payloads, gaveUp, room },
    /** How often the line has asked its kind for something. */
    questions: () => asked,
    work: (
      id: string,
      more: Partial<NewWork<{ retries?: number; ageMs?: number }>> & { lane?: string } = {},
    ): NewWork<{ retries?: number; ageMs?: number }> => ({
      name: { kind: 'invocation', id },
      target: targetOf(more.lane ?? 'one'),
      payload: `payload of ${id}`,
      details: {},
      ...more,
    }),
    /** Ends it with a note that is written in the same transaction. */
    endNoted: (id: string): void =>
      begun.get(id)?.({ is: 'done', along: () => void insertEnd.run(id, 'done') }),
    /** What was given up, or done with a note, in the order in which that was written. */
    ends: () => db.prepare('SELECT id, how FROM ends ORDER BY rowid').all() as { id: string; how: string }[],
    end: (id: string, outcome: Attempt = { is: 'done' }): void => begun.get(id)?.(outcome),
    fail: (id: string, message = 'no'): void =>
      begun.get(id)?.({ is: 'failed', error: { code: 'E', message } }),
    /** How many rows there are, and how many of them hold a payload. */
    rows(): { works: number; payloads: number } {
      const row = db.prepare('SELECT count(*) AS works, count(payload) AS payloads FROM work').get();
      return { works: Number(row?.works), payloads: Number(row?.payloads) };
    },
  };
}
