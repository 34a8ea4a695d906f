import { forgetDropped, handOver, takeDropped } from './dropped.ts';

const files = (...names: string[]) => names.map((name) => new File(['x'], name));
const taken: string[][] = [];
const take = (list: File[]) => void taken.push(list.map(({ name }) => name));

describe('takeDropped', () => {
  beforeEach(() => {
    forgetDropped();
    taken.length = 0;
  });

  it('takes what was dropped before, once, and what is dropped while it is there', () => {
    handOver(files('a.jpg'));
    handOver(files('too.jpg'));
    const end = takeDropped(take);
    handOver(files('b.jpg', 'c.jpg'));
    end();
    takeDropped(take)();
    expect(taken).toEqual([
      ['a.jpg', 'too.jpg'],
      ['b.jpg', 'c.jpg'],
    ]);
  });

  it('takes nothing of somebody who was there before', () => {
    handOver(files('a.jpg'));
    forgetDropped();
    takeDropped(take)();
    expect(taken).toEqual([]);
  });
});
