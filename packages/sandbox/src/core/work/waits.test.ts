import { drawn } from '../../../test/drawn.ts';
import { fakeClock } from '../../../test/fake-clock.ts';
import { makeWaits, type Waiting } from './waits.ts';

interface Named extends Waiting {
  name: number;
}

function fixture() {
  const clock = fakeClock();
  const rung: number[] = [];
  const timers = jest.spyOn(clock, 'after');
  return { clock, rung, timers, waits: makeWaits<Named>(clock, ({ name }) => rung.push(name)) };
}

describe('makeWaits', () => {
  it('rings for each in the order of their times, without those that were removed or moved', async () => {
    const { clock, rung, waits } = fixture();
    const numbers = drawn(7);
    const at = new Map<number, number>();
    const items: Named[] = Array.from({ length: 500 }, (_, name) => ({ name }));
    for (const item of items) {
      at.set(item.name, numbers.next().value % 1000);
      waits.add(item, at.get(item.name) ?? 0);
    }
    for (const item of items.filter(({ name }) => name % 3 === 0)) {
      waits.remove(item);
      at.delete(item.name);
    }
    for (const item of items.filter(({ name }) => name % 5 === 1)) {
      at.set(item.name, numbers.next().value % 2000);
      waits.add(item, at.get(item.name) ?? 0);
    }
    expect(waits.size).toBe(at.size);
    await clock.advance(2000);
    expect(new Set(rung)).toEqual(new Set(at.keys()));
    expect(rung.map((name) => at.get(name))).toEqual([...at.values()].sort((a, b) => a - b));
    expect(waits.size).toBe(0);
  });

  it('keeps one timer, for the earliest', async () => {
    const { clock, rung, timers, waits } = fixture();
    waits.add({ name: 1 }, 100);
    for (let name = 2; name < 50; name++) waits.add({ name }, 100 + name);
    expect(timers).toHaveBeenCalledTimes(1);
    waits.add({ name: 50 }, 10);
    expect(timers).toHaveBeenCalledTimes(2);
    await clock.advance(10);
    expect(rung).toEqual([50]);
    waits.clear();
    await clock.advance(1000);
    expect(rung).toEqual([50]);
  });
});
