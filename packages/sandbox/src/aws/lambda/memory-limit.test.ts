import { lambdaFixture } from '../../../test/lambda-fixture.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture({ hosts: 1 });
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

const outOfMemory = {
  failed: true,
  answer: {
    errorType: 'Runtime.OutOfMemory',
    errorMessage: expect.stringMatching(/^RequestId: .+ Error: Runtime exited with error: signal: killed$/),
  },
};
const report = (memoryMb: number): RegExp =>
  new RegExp(
    `^REPORT .+\\tMemory Size: ${memoryMb} MB\\tMax Memory Used: ${memoryMb} MB(\\tInit Duration: .+)?\\tStatus: error\\tError Type: Runtime.OutOfMemory$`,
  );

/** Holds this many MB, then waits. */
const holding = (mb: string, until = ''): string =>
  `async ({ mb = 0 }) => { const held = []; for (let i = 0; i < ${mb}; i++) held.push(Buffer.alloc(2 ** 20, 1)); ${until} return held.length; }`;
const forever = 'await new Promise(() => {});';

describe('MemorySize', () => {
  it('ends a child that passes it, whatever the memory is', async () => {
    await fixture.define(
      'Greedy',
      { 'index.mjs': `export const handler = ${holding('mb', forever)};` },
      { Timeout: 30 },
    );
    expect(await fixture.call('Greedy', { mb: 300 })).toMatchObject(outOfMemory);
    expect(fixture.lines('Greedy')).toContainEqual(expect.stringMatching(report(128)));
    expect(fixture.revoked).toHaveLength(1);
    expect(fixture.reports).toContainEqual(expect.stringMatching(/^app-Greedy was ended: it held \d+ MB/));
  });

  it('ends a child that passes it between two looks, or without ever yielding', async () => {
    await fixture.define('Quick', { 'index.mjs': `export const handler = ${holding('mb')};` });
    expect(await fixture.call('Quick', { mb: 300 })).toMatchObject(outOfMemory);
    await fixture.define(
      'Deaf',
      { 'index.mjs': `export const handler = ${holding('mb', 'for (;;);')};` },
      { Timeout: 30 },
    );
    expect(await fixture.call('Deaf', { mb: 300 })).toMatchObject(outOfMemory);
  });

  it('does not count what an empty child weighs', async () => {
    await fixture.define('Modest', { 'index.mjs': `export const handler = ${holding('mb')};` });
    expect(await fixture.call('Modest', { mb: 60 })).toEqual({ answer: 60, failed: false });
    const used = fixture.lines('Modest').flatMap((line) => /Max Memory Used: (\d+) MB/.exec(line)?.[1] ?? []);
    // What it weighed empty may shrink by some megabytes when its collector runs, and is taken off as it was.
    expect(Number(used[0])).toBeGreaterThanOrEqual(50);
    expect(Number(used[0])).toBeLessThan(128);
  });

  it('bounds the buffers of a function on a thread, which gets a child from then on', async () => {
    await fixture.define(
      'Hog',
      `exports.handler = async ({ mb }) => { if (!mb) return require('node:worker_threads').isMainThread; return (${holding('mb')})({ mb }); };`,
    );
    expect((await fixture.call('Hog')).answer).toBe(false);
    expect(await fixture.call('Hog', { mb: 300 })).toMatchObject(outOfMemory);
    expect((await fixture.call('Hog')).answer).toBe(true);
    expect(await fixture.call('Hog', { mb: 300 })).toMatchObject(outOfMemory);
  });

  it('bounds the objects of a function on a thread, and its neighbours keep their results', async () => {
    await fixture.define(
      'Piling',
      `exports.handler = async () => { const held = []; for (;;) held.push(new Array(100_000).fill({})); };`,
      { Timeout: 30 },
    );
    await fixture.define(
      'Sleeping',
      'exports.handler = () => new Promise((go) => setTimeout(() => go("slept"), 500));',
      { MemorySize: 1024, Timeout: 60 },
    );
    const healthy = [1, 2].map(() => fixture.call('Sleeping'));
    expect(await fixture.call('Piling')).toMatchObject(outOfMemory);
    for (const answer of healthy) expect(await answer).toEqual({ answer: 'slept', failed: false });
  });

  it('takes garbage for what it is', async () => {
    await fixture.define(
      'Wasteful',
      `exports.handler = async () => {
        for (let i = 0; i < 60; i++) { JSON.stringify(new Array(200_000).fill({ i })); await new Promise((go) => setTimeout(go, 5)); }
        return 'done';
      };`,
      { Timeout: 60 },
    );
    expect(await fixture.call('Wasteful')).toEqual({ answer: 'done', failed: false });
  });
});
