import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawn } from '../../../test/drawn.ts';
import { fakeClock } from '../../../test/fake-clock.ts';
import { minuteMs, workStage } from '../../../test/work-stage.ts';

const runs = 30;
const steps = 150;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'work-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('any interleaving of adding, ending, failing, waiting and kills', () => {
  it.each(Array.from({ length: runs }, (_, seed) => seed))(
    'loses no work and ends each in one way (seed %i)',
    async (seed) => {
      const numbers = drawn(seed + 1);
      const below = (limit: number): number => numbers.next().value % limit;
      const open = (now: number) => workStage(join(folder, 'state.sqlite'), fakeClock(now));
      let stage = open(1_000_000);
      /** Those that end with a note, and those that just end. */
      const noted = new Set<string>();
      const plain = new Set<string>();
      const ended = new Set<string>();
      stage.room.each = 2;
      stage.line.start();

      const add = (): void => {
        const id = `w${noted.size + plain.size}`;
        (below(2) ? noted : plain).add(id);
        const details = { retries: below(4), ageMs: (1 + below(9)) * minuteMs };
        const work = stage.work(id, { lane: `lane-${below(3)}`, payload: `p${below(5)}`, details });
        if (below(5) === 0) stage.line.addFailed(work, { code: 'E', message: 'at once' }, below(4) === 0);
        else stage.line.add(work);
      };
      const end = (id: string): void => {
        if (noted.has(id)) stage.endNoted(id);
        else {
          ended.add(id);
          stage.end(id);
        }
      };
      const undone = (): void => {
        const write = (): void => {
          stage.line.add(stage.work('undone', { payload: `p${below(5)}` }));
          throw new Error('no');
        };
        expect(() => stage.transaction(write)).toThrow('no');
      };
      /** The old process is gone: its clock stands still, what it had not written is lost. */
      const kill = async (): Promise<void> => {
        await stage.clock.advance(0);
        stage.db.close();
        stage = open(stage.clock.now() + below(600_000));
        stage.room.each = 2;
        stage.line.start();
      };

      for (let step = 0; step < steps; step++) {
        const underWay = [...stage.begun.keys()];
        const id = underWay[below(Math.max(1, underWay.length))];
        const choice = below(20);
        if (choice < 6) stage.transaction(() => Array.from({ length: 1 + below(3) }, add));
        else if (choice < 10 && id) end(id);
        else if (choice < 13 && id) stage.fail(id);
        else if (choice === 13 && id)
          stage.end(id, { is: 'refused', error: { code: 'Busy', message: 'busy' }, awsMs: minuteMs });
        else if (choice === 14) await kill();
        else if (choice === 15) undone();
        else await stage.clock.advance(below(3000));
        if (below(2)) await stage.clock.advance(0);
      }
      for (let round = 0; stage.rows().works > 0 && round < 500; round++) {
        for (const id of stage.begun.keys()) end(id);
        await stage.clock.advance(1000);
      }

      const ends = stage.ends();
      const ids = ends.map(({ id }) => id);
      expect(stage.rows().works).toBe(0);
      expect(ids).toHaveLength(new Set(ids).size);
      expect(stage.payloads).not.toContain('');
      for (const id of noted) expect(ids).toContain(id);
      const silent = [...plain].filter((id) => !ids.includes(id));
      expect([...ended]).toEqual(expect.arrayContaining(silent));
      stage.line.stop();
      stage.db.close();
    },
  );
});
