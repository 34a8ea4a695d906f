import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture({ hosts: 1 });
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

const sleeping =
  'exports.handler = async ({ ms }) => { await new Promise((go) => setTimeout(go, ms)); return "slept"; };';
const looping = `exports.handler = async ({ after = 0 }) => { await new Promise((go) => setTimeout(go, after)); for (;;); };`;

const begun = (name: string): Promise<true> => eventually(() => fixture.lines(name).length > 0);

describe('a function that never yields', () => {
  it('fails alone: what runs beside it in the thread keeps its results', async () => {
    await fixture.define('Sleeping', sleeping, { Timeout: 3 });
    await fixture.define('Stuck', looping, { Timeout: 1 });
    const healthy = [1, 2, 3, 4].map(() => fixture.call('Sleeping', { ms: 300 }));
    await eventually(() => fixture.lines('Sleeping').filter((line) => line.startsWith('START')).length === 4);
    expect((await fixture.call('Stuck')).answer).toMatchObject({ errorType: 'Sandbox.Timedout' });
    for (const answer of healthy) expect(await answer).toEqual({ answer: 'slept', failed: false });
  });

  it('takes no time of its neighbours: what it kept from them, they get on top', async () => {
    await fixture.define('Sleeping', sleeping, { Timeout: 1 });
    await fixture.define('Stuck', looping, { Timeout: 2 });
    const healthy = fixture.call('Sleeping', { ms: 700 });
    await begun('Sleeping');
    const stuck = fixture.call('Stuck');
    expect(await healthy).toEqual({ answer: 'slept', failed: false });
    expect(await stuck).toMatchObject({ failed: true });
  });

  it('is broken even in a callback that nobody waits for, after its handler has answered', async () => {
    await fixture.define(
      'Leaving',
      `exports.handler = async () => { setTimeout(() => { for (;;); }, 50); return 'answered'; };`,
    );
    await fixture.define('Quick', 'exports.handler = async () => "ran";');
    await fixture.call('Quick');
    expect((await fixture.call('Leaving')).answer).toBe('answered');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await fixture.call('Quick')).toEqual({ answer: 'ran', failed: false });
  });

  it.each([
    ['a timer', 'setTimeout(loop, 10)'],
    ['an immediate', 'setImmediate(loop)'],
  ])('is broken in the callback of %s, and its thread goes on', async (_where, begin) => {
    await fixture.define('Sleeping', sleeping);
    await fixture.define(
      'Stuck',
      `const loop = () => { for (;;); };
      exports.handler = () => new Promise(() => { ${begin}; });`,
      { Timeout: 1 },
    );
    const healthy = fixture.call('Sleeping', { ms: 300 });
    await begun('Sleeping');
    expect((await fixture.call('Stuck')).answer).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await healthy).toEqual({ answer: 'slept', failed: false });
  });

  it('makes room: what it kept from beginning begins in another thread', async () => {
    await fixture.define('Stuck', looping, { Timeout: 30 });
    await fixture.define('Quick', 'exports.handler = async () => "ran";', { Timeout: 1 });
    await fixture.call('Quick');
    const stuck = fixture.call('Stuck');
    await begun('Stuck');
    expect(await fixture.call('Quick')).toEqual({ answer: 'ran', failed: false });
    const stopped = expect(stuck).rejects.toMatchObject({ code: 'ServiceException' });
    await fixture.stop(true);
    await stopped;
    fixture = lambdaFixture({}, fixture.folder);
  });

  it('is no thread that has much to do: what waits there waits, and nothing is made twice', async () => {
    await fixture.define(
      'Brief',
      `const { threadId } = require('node:worker_threads');
      exports.handler = async () => { const end = Date.now() + 20; while (Date.now() < end); return threadId; };`,
    );
    const { answer } = await fixture.call('Brief');
    const many = await Promise.all(Array.from({ length: 40 }, () => fixture.call('Brief')));
    expect(new Set(many.map((one) => one.answer))).toEqual(new Set([answer]));
  });

  it('gets a child of its own from then on', async () => {
    await fixture.define(
      'Once',
      `exports.handler = async ({ loop }) => { while (loop); return require('node:worker_threads').isMainThread; };`,
      { Timeout: 1 },
    );
    expect((await fixture.call('Once')).answer).toBe(false);
    expect(await fixture.call('Once', { loop: true })).toMatchObject({ failed: true });
    await eventually(async () => (await fixture.call('Once')).answer === true);
  });

  it('is left alone with its thread where it cannot be broken: code below JavaScript', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ hosts: 1, silentMs: 500 });
    const code = `exports.handler = async () => require('node:child_process').execFileSync('sleep', ['4']);`;
    await fixture.define('Below', code, { Timeout: 1 });
    await fixture.define('Quick', 'exports.handler = async () => "ran";');
    await fixture.call('Quick');
    expect(await fixture.call('Below')).toMatchObject({ answer: { errorType: 'Sandbox.Timedout' } });
    expect(await fixture.call('Quick')).toEqual({ answer: 'ran', failed: false });
  });
});
