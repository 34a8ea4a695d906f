import type { AroundAttempt, Attempt, Work } from '../core/work/work.ts';
import { makeStandingChanges } from './standing-changes.ts';

const fn = 'arn:aws:lambda:x:0:function:pay';
const queue = 'arn:aws:sqs:x:0:bills';

function fixture() {
  let wrapper: AroundAttempt | undefined;
  const told: string[] = [];
  const changes = makeStandingChanges(
    {
      around(next) {
        wrapper = next;
        return () => {
          wrapper = undefined;
        };
      },
    },
    {
      throttle: (name) => void told.push(`throttle ${name}`),
      crash: (name, at) => void told.push(`crash ${name} at ${at}`),
      release: (name) => void told.push(`release ${name}`),
    },
  );
  let attempts = 0;
  const attempt = async (): Promise<Attempt> => {
    attempts++;
    return { is: 'done' };
  };
  const work = (target: string, kind: 'delivery' | 'invocation') =>
    ({ target, name: { kind, id: 'w' } }) as unknown as Work;
  return {
    ...{ changes, told },
    isWrapped: () => wrapper !== undefined,
    /** @returns how it went, and how often it was attempted */
    async run(target: string, kind: 'delivery' | 'invocation' = 'invocation') {
      attempts = 0;
      const { is } = await (wrapper?.(work(target, kind), attempt) ?? attempt());
      return [is, attempts];
    },
  };
}

describe('makeStandingChanges', () => {
  it('fails the next ones of a target, whatever its alias, and no other', async () => {
    const { changes, run } = fixture();
    changes.add({ is: 'fail', target: `${fn}:live`, amount: 2 });
    expect(await run(queue, 'delivery')).toEqual(['done', 1]);
    expect(await run(`${fn}:live`)).toEqual(['failed', 0]);
    expect(changes.list()).toEqual([{ is: 'fail', target: fn, amount: 1 }]);
    expect(await run(fn)).toEqual(['failed', 0]);
    expect(await run(fn)).toEqual(['done', 1]);
    expect(changes.list()).toEqual([]);
  });

  it('counts an event for a function once, though it is a delivery before it is an invocation', async () => {
    const { changes, run } = fixture();
    changes.add({ is: 'fail', target: fn, amount: 1 });
    expect(await run(fn, 'delivery')).toEqual(['done', 1]);
    expect(await run(fn)).toEqual(['failed', 0]);
  });

  it('makes the next one twice, and stands around nothing when it is used up', async () => {
    const { changes, run, isWrapped } = fixture();
    changes.add({ is: 'duplicate', target: queue, amount: 1 });
    expect(await run(queue, 'delivery')).toEqual(['done', 2]);
    expect(isWrapped()).toBe(false);
    expect(await run(queue, 'delivery')).toEqual(['done', 1]);
  });

  it('holds back until it is cleared, and then stands around nothing', async () => {
    const { changes, run, isWrapped } = fixture();
    changes.add({ is: 'delay', target: fn, amount: 3_600 });
    let ended = false;
    const running = run(fn).then((went) => {
      ended = true;
      return went;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).toBe(false);
    changes.clear();
    expect(await running).toEqual(['done', 1]);
    expect([changes.list(), isWrapped()]).toEqual([[], false]);
  });

  it('holds functions, lets them go, and takes nothing else for one', () => {
    const { changes, told, isWrapped } = fixture();
    changes.add({ is: 'throttle', target: fn });
    changes.add({ is: 'crash', target: `${fn}:live`, amount: 3 });
    expect(isWrapped()).toBe(false);
    changes.clear();
    expect(told.slice(0, 3)).toEqual(['throttle pay', 'crash pay at 3', 'release pay']);
    expect(() => changes.add({ is: 'throttle', target: queue })).toThrow('is no function');
  });
});
