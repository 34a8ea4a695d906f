import { eachForItself } from './each-for-itself.ts';

const fails = (message: string) => async () => {
  throw new Error(message);
};

describe('eachForItself', () => {
  it('runs what is behind a part that fails, and tells of all that failed', async () => {
    const parts = eachForItself();
    expect(await parts.run('one', fails('busy'))).toBeUndefined();
    expect(await parts.run('two', async () => 2)).toBe(2);
    expect(await parts.run('three', fails('slow'))).toBeUndefined();
    expect(() => parts.finish()).toThrow(/^2 failed: one: busy; three: slow$/);
    expect(() => parts.finish()).toThrow(
      expect.objectContaining({ cause: new Error('busy'), errors: [new Error('busy'), new Error('slow')] }),
    );
  });

  it('says nothing when nothing failed, and how many did when they are too many to name', async () => {
    const parts = eachForItself();
    await parts.run('one', async () => 1);
    expect(() => parts.finish()).not.toThrow();
    for (let part = 1; part <= 11; part += 1) await parts.run(`part ${part}`, fails('busy'));
    expect(() => parts.finish()).toThrow(/^11 failed: part 1: .*; part 10: busy$/);
  });
});
