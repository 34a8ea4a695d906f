import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { minuteMs, workStage } from '../../../test/work-stage.ts';

let stage: ReturnType<typeof workStage>;
beforeEach(() => {
  stage = workStage();
});
afterEach(() => {
  stage.line.stop();
  stage.db.close();
});
const settled = (): Promise<void> => stage.clock.advance(0);
/** Long enough for what is written later. */
const written = (): Promise<void> => stage.clock.advance(20);

describe('a line of the work queue', () => {
  it('begins what is added when it is kept, and forgets it when it is done', async () => {
    stage.line.start();
    stage.transaction(() => {
      stage.line.add(stage.work('a'));
      expect(stage.begun.size).toBe(0);
    });
    expect([...stage.begun.keys()]).toEqual(['a']);
    expect(() =>
      stage.transaction(() => {
        stage.line.add(stage.work('b'));
        throw new Error('no');
      }),
    ).toThrow('no');
    stage.end('a');
    await written();
    expect([stage.payloads, stage.rows().works]).toEqual([['payload of a'], 0]);
  });

  it('stores a payload once for all works of a transaction that have it, until the last is done', async () => {
    stage.line.start();
    stage.transaction(() => {
      for (const id of ['a', 'b', 'c']) stage.line.add(stage.work(id, { payload: 'the event' }));
    });
    expect(stage.rows()).toEqual({ works: 3, payloads: 1 });
    stage.end('a');
    stage.end('c');
    await written();
    expect(stage.rows()).toEqual({ works: 2, payloads: 1 });
    stage.fail('b');
    await stage.clock.advance(1000);
    expect(stage.payloads.slice(3)).toEqual(['the event']);
    stage.end('b');
    await written();
    expect(stage.rows().works).toBe(0);
    stage.line.add(stage.work('d', { payload: 'the event' }));
    expect(stage.rows()).toEqual({ works: 1, payloads: 1 });
  });

  it('lets a lane wait for room in order, and others go on', async () => {
    stage.room.each = 1;
    stage.line.start();
    for (const id of ['a', 'b', 'c']) stage.line.add(stage.work(id));
    stage.line.add(stage.work('other', { lane: 'two' }));
    expect([...stage.begun.keys()]).toEqual(['a', 'other']);
    stage.end('a');
    await settled();
    expect([...stage.begun.keys()]).toEqual(['other', 'b']);
    stage.line.add(stage.work('d'));
    stage.end('b');
    await settled();
    stage.end('c');
    await settled();
    expect([...stage.begun.keys()]).toEqual(['other', 'd']);
  });

  it('waits between attempts in AWS time, then hands on with the last error', async () => {
    stage.line.start();
    stage.line.add(stage.work('a'));
    for (const waitMs of [minuteMs / 60, (2 * minuteMs) / 60]) {
      stage.fail('a', `after ${waitMs}`);
      await stage.clock.advance(waitMs - 1);
      expect(stage.begun.size).toBe(0);
      await stage.clock.advance(1);
      expect(stage.begun.size).toBe(1);
    }
    stage.fail('a', 'at last');
    await settled();
    const error = { code: 'E', message: 'at last' };
    expect(stage.gaveUp).toEqual([
      { id: 'a', payload: 'payload of a', why: { condition: 'attempts', error } },
    ]);
    expect([stage.payloads.length, stage.rows().works]).toEqual([3, 0]);
  });

  it('counts real time of waiting for room and running as age, and gives up what is too old when it is', async () => {
    stage.room.each = 1;
    stage.line.start();
    for (const id of ['a', 'b', 'c']) stage.line.add(stage.work(id, { details: { ageMs: minuteMs } }));
    await stage.clock.advance(minuteMs - 1);
    expect([stage.gaveUp, [...stage.begun.keys()]]).toEqual([[], ['a']]);
    stage.end('a');
    await settled();
    expect([...stage.begun.keys()]).toEqual(['b']);
    await stage.clock.advance(1);
    expect(stage.gaveUp.map(({ id, why }) => [id, why.condition])).toEqual([['c', 'age']]);
    stage.line.add(stage.work('d'));
    stage.fail('b');
    await settled();
    expect(stage.gaveUp.map(({ id }) => id)).toEqual(['c', 'b']);
    expect([...stage.begun.keys()]).toEqual(['d']);
  });

  it('counts AWS time of the waits between attempts as age', async () => {
    stage.line.start();
    stage.line.add(stage.work('a', { details: { ageMs: 2.5 * minuteMs, retries: 9 } }));
    stage.fail('a');
    await stage.clock.advance(1000);
    expect(stage.begun.size).toBe(1);
    stage.fail('a');
    await stage.clock.advance(1499);
    expect(stage.gaveUp).toEqual([]);
    await stage.clock.advance(1);
    expect(stage.gaveUp.map(({ why }) => why)).toEqual([
      { condition: 'age', error: { code: 'E', message: 'no' } },
    ]);
  });

  it('takes a refusal for no attempt, and says so', async () => {
    stage.line.start();
    stage.line.add(stage.work('a', { details: { retries: 0 } }));
    stage.end('a', { is: 'refused', error: { code: 'Busy', message: 'busy' }, awsMs: minuteMs });
    await stage.clock.advance(1000);
    expect(stage.begun.size).toBe(1);
    expect(stage.reports).toEqual([expect.stringContaining('invocation a for')]);
    expect(stage.reports[0]).toContain('busy');
    stage.end('a');
    await written();
    expect([stage.gaveUp, stage.rows().works]).toEqual([[], 0]);
  });

  it('writes what goes along in the same transaction, and tries again when that fails', async () => {
    stage.line.start();
    stage.line.add(stage.work('a'));
    let refusals = 1;
    const along = (): void => {
      stage.line.add(stage.work('follows'));
      if (refusals-- > 0) throw new Error('disk full');
    };
    stage.end('a', { is: 'done', along });
    await settled();
    expect([stage.rows().works, [...stage.begun.keys()]]).toEqual([1, []]);
    await stage.clock.advance(1000);
    stage.end('a', { is: 'done', along });
    await settled();
    expect([...stage.begun.keys()]).toEqual(['follows']);
    expect(stage.rows().works).toBe(1);
  });

  it('takes what has failed once already: waits, or hands on at once', async () => {
    stage.line.start();
    const error = { code: 'E', message: 'before' };
    stage.line.addFailed(stage.work('none', { details: { retries: 0 } }), error, false);
    stage.line.addFailed(stage.work('gone'), error, true);
    stage.line.addFailed(stage.work('a'), error, false);
    expect(stage.gaveUp.map(({ id, why }) => [id, why.condition])).toEqual([
      ['none', 'attempts'],
      ['gone', 'permanent'],
    ]);
    expect([stage.rows().works, stage.begun.size]).toEqual([1, 0]);
    await stage.clock.advance(1000);
    expect([...stage.begun.keys()]).toEqual(['a']);
  });

  it('tells the whole life of a work', async () => {
    stage.observe.listen((fact) => stage.facts.push(fact));
    stage.line.start();
    const cause = { kind: 'event' as const, id: 'e' };
    stage.line.add(stage.work('a', { cause, details: { retries: 1 } }));
    stage.fail('a');
    await stage.clock.advance(1000);
    stage.fail('a');
    await settled();
    const error = { code: 'E', message: 'no' };
    expect(stage.facts.map(({ at: _, ...fact }) => fact)).toEqual(
      [
        { fact: 'accepted' },
        { fact: 'began', attempt: 1 },
        { fact: 'failed', attempt: 1, error },
        { fact: 'waits', attempt: 2, until: 1_001_000 },
        { fact: 'began', attempt: 2 },
        { fact: 'failed', attempt: 2, error },
        { fact: 'gave-up', attempts: 2, condition: 'attempts', error, dropped: false },
        { fact: 'dead-lettered', to: 'arn:dead' },
      ].map((fact) => expect.objectContaining({ ...fact, cause, work: { kind: 'invocation', id: 'a' } })),
    );
  });

  it('lets a wrapper stand around each attempt', async () => {
    stage.line.start();
    const remove = stage.queue.around(async ({ name }, attempt) => {
      if (name.id === 'never') return { is: 'failed', error: { code: 'Injected', message: 'injected' } };
      const first = attempt();
      stage.end(name.id);
      await first;
      return attempt();
    });
    stage.line.add(stage.work('never', { details: { retries: 0 } }));
    stage.line.add(stage.work('twice'));
    await settled();
    expect(stage.gaveUp.map(({ why }) => why.error?.code)).toEqual(['Injected']);
    expect([stage.payloads, stage.queue.wrapped]).toEqual([['payload of twice', 'payload of twice'], true]);
    remove();
    expect(stage.queue.wrapped).toBe(false);
  });
});

describe('a backlog', () => {
  /** What it costs to add as many and to bring them to their end: questions, statements, timers. */
  async function costOf(size: number): Promise<number[]> {
    const backlog = workStage();
    const run = jest.spyOn(StatementSync.prototype, 'run');
    const get = jest.spyOn(StatementSync.prototype, 'get');
    const timers = jest.spyOn(backlog.clock, 'after');
    backlog.room.each = 1;
    backlog.line.start();
    for (let number = 0; number < size; number++) backlog.line.add(backlog.work(`w${number}`));
    const added = backlog.questions() + run.mock.calls.length;
    for (let number = 0; number < size; number++) {
      backlog.end(`w${number}`);
      await Promise.resolve().then(() => Promise.resolve());
      while (number + 1 < size && backlog.begun.size === 0) await Promise.resolve();
    }
    await backlog.clock.advance(20);
    expect(backlog.rows().works).toBe(0);
    const ended = backlog.questions() + run.mock.calls.length + get.mock.calls.length - added;
    const costs = [added / size, ended / size, timers.mock.calls.length];
    jest.restoreAllMocks();
    backlog.line.stop();
    backlog.db.close();
    return costs;
  }

  it('costs as much for each work, however many wait', async () => {
    const small = await costOf(200);
    const large = await costOf(4000);
    for (const [index, cost] of small.entries()) expect(large[index]).toBeLessThan(cost * 1.01);
  });
});

describe('a line after a kill', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'work-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Opens the same file anew while the first still has it open, as after a kill. */
  function killed(before: ReturnType<typeof workStage>): ReturnType<typeof workStage> {
    before.line.stop();
    before.db.close();
    return workStage(join(folder, 'state.sqlite'), before.clock);
  }

  it('repeats what was under way, keeps waits and attempts, and does not age what was off', async () => {
    stage.db.close();
    stage = workStage(join(folder, 'state.sqlite'));
    stage.line.start();
    stage.line.add(stage.work('under way'));
    stage.line.add(stage.work('failed', { details: { retries: 1, ageMs: 1.5 * minuteMs } }));
    stage.fail('failed', 'first');
    await settled();
    stage = killed(stage);
    stage.line.add(stage.work('before the start'));
    await stage.clock.advance(500);
    stage.line.start();
    expect([...stage.begun.keys()]).toEqual(['under way', 'before the start']);
    await stage.clock.advance(500);
    expect(stage.begun.size).toBe(3);
    expect(stage.payloads[2]).toBe('payload of failed');
    stage = killed(stage);
    await stage.clock.advance(60 * minuteMs);
    stage.line.start();
    expect(stage.begun.size).toBe(3);
    stage.fail('failed', 'second');
    await settled();
    expect(stage.gaveUp.map(({ id, why }) => [id, why.error?.message])).toEqual([['failed', 'second']]);
  });
});
