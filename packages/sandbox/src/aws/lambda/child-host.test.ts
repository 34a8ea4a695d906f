import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
  fixture.lambda.start();
});
afterEach(() => fixture.stop());

const whereabouts = `[process.pid, require('node:worker_threads').isMainThread]`;

/** Any native addon will do; this one is among the sandbox's own tools. */
function installAddon(root: string): void {
  const require = createRequire(createRequire(import.meta.url).resolve('@swc/core'));
  const name = `@swc/core-${process.platform}-${process.arch}`;
  const folder = dirname(require.resolve(`${name}${process.platform === 'linux' ? '-gnu' : ''}`));
  const addon = readdirSync(folder).find((file) => file.endsWith('.node')) ?? '';
  mkdirSync(join(root, 'node_modules', 'addon'), { recursive: true });
  copyFileSync(join(folder, addon), join(root, 'node_modules', 'addon', 'index.node'));
}

describe('a child process', () => {
  it('runs an ES module, with its own variables, console and import()', async () => {
    await fixture.define(
      'Module',
      {
        'index.mjs': `import { basename } from 'node:path'; let count = 0;
          export const handler = async ({ name }) => {
            console.log('from a module');
            const { twice } = await import('./twice.mjs');
            return [basename(name), process.env.MARK, process.env.HOME, twice(++count), process.pid];
          };`,
        'twice.mjs': 'export const twice = (n) => 2 * n;',
      },
      { Environment: { Variables: { MARK: 'esm' } } },
    );
    const first = (await fixture.call('Module', { name: '/a/b' })).answer;
    expect(first).toEqual(['b', 'esm', null, 2, expect.any(Number)]);
    expect(Reflect.get(Object(first), 4)).not.toBe(process.pid);
    expect((await fixture.call('Module', { name: '/a/c' })).answer).toEqual([
      'c',
      'esm',
      null,
      4,
      Reflect.get(Object(first), 4),
    ]);
    expect(fixture.lines('Module')).toContainEqual(expect.stringMatching(/INFO\tfrom a module$/));
  });

  it('runs a function whose code comes with a native addon', async () => {
    const root = join(fixture.folder, 'code', 'Native');
    installAddon(root);
    await fixture.define('Native', `exports.handler = async () => ${whereabouts};`);
    await fixture.define('Plain', `exports.handler = async () => ${whereabouts};`);
    const { answer } = await fixture.call('Native');
    expect(answer).toEqual([expect.any(Number), true]);
    expect(Reflect.get(Object(answer), 0)).not.toBe(process.pid);
    expect((await fixture.call('Plain')).answer).toEqual([process.pid, false]);
  });

  it('reads the files of a version as Lambda does, whatever package lies around the state folder', async () => {
    writeFileSync(join(fixture.folder, 'package.json'), '{ "type": "module" }');
    installAddon(join(fixture.folder, 'code', 'Native'));
    const inWorker = `const { parentPort } = require('node:worker_threads'); parentPort.postMessage('common');`;
    await fixture.define('Native', {
      'index.js': `const { Worker } = require('node:worker_threads'); const { once } = require('node:events');
        exports.handler = async () => (await once(new Worker(require.resolve('./own.thread.js')), 'message'))[0];`,
      'own.thread.js': inWorker,
    });
    await fixture.apply('AWS::Lambda::Version', 'NativeVersion', { FunctionName: 'app-Native' });
    expect(await fixture.call('app-Native:1')).toEqual({ answer: 'common', failed: false });
  });

  it('reads the newest code as Lambda does, too, in its threads and by import()', async () => {
    writeFileSync(join(fixture.folder, 'package.json'), '{ "type": "module" }');
    installAddon(join(fixture.folder, 'code', 'Native'));
    await fixture.define('Native', {
      'index.js': `const { Worker } = require('node:worker_threads'); const { once } = require('node:events');
        const inThread = async () => (await once(new Worker(require.resolve('./own.thread.js')), 'message'))[0];
        exports.handler = async () => [
          require('./required.js'), await inThread(), (await import('./imported.js')).default,
          (await import('./modern.js')).kind, (await import('./declared/index.js')).kind,
        ];`,
      'own.thread.js': `require('node:worker_threads').parentPort.postMessage(require('./required.js') + ' in a thread');`,
      'required.js': `module.exports = 'required';`,
      'imported.js': `module.exports = 'imported';`,
      'modern.js': `export const kind = 'seen to be a module';`,
      'declared/package.json': '{ "type": "module" }',
      'declared/index.js': `export const kind = 'declared';`,
    });
    expect(await fixture.call('Native')).toEqual({
      answer: ['required', 'required in a thread', 'imported', 'seen to be a module', 'declared'],
      failed: false,
    });
  });

  it('takes over a function that asks for an addon installed above its code', async () => {
    installAddon(join(fixture.folder, 'code'));
    await fixture.define(
      'Workspace',
      `try { require('addon/index.node'); } catch {} exports.handler = async () => ${whereabouts};`,
    );
    const { answer } = await fixture.call('Workspace');
    expect(answer).toEqual([expect.any(Number), true]);
    expect((await fixture.call('Workspace')).answer).toEqual(answer);
  });

  it('takes over a function that makes hooks for all that is asynchronous, as tracers do', async () => {
    await fixture.define(
      'Traced',
      `const { createHook } = require('node:async_hooks');
      let made = 0;
      createHook({ init: () => { made++; } }).enable();
      exports.handler = async () => { setImmediate(() => undefined); return [made > 0, ${whereabouts}]; };`,
    );
    const { answer } = await fixture.call('Traced');
    expect(answer).toEqual([true, [expect.any(Number), true]]);
    expect((await fixture.call('Traced')).answer).toEqual(answer);
  });

  it('is one for each environment, and a death takes no other with it', async () => {
    await fixture.define('Mortal', {
      'index.mjs': `export const handler = async ({ die }) => {
        if (die) process.kill(process.pid, 'SIGKILL');
        await new Promise((go) => setTimeout(go, 200));
        return process.pid;
      };`,
    });
    const survivor = fixture.call('Mortal');
    const dead = await fixture.call('Mortal', { die: true });
    expect(dead).toMatchObject({
      failed: true,
      answer: {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: .+ Error: Runtime exited with error: signal: killed$/,
        ),
      },
    });
    expect(await survivor).toMatchObject({ failed: false });
    expect(fixture.revoked).toHaveLength(1);
    expect(fixture.lines('Mortal')).toContainEqual(
      expect.stringMatching(/^RequestId: .+ Error: Runtime exited with error: signal: killed$/),
    );
  });

  it('is ended at the timeout, whatever it is doing', async () => {
    await fixture.define(
      'Busy',
      { 'index.mjs': 'export const handler = async () => { console.log(process.pid); for (;;); };' },
      { Timeout: 1 },
    );
    expect((await fixture.call('Busy')).answer).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const pid = fixture.lines('Busy').flatMap((line) => /INFO\t(\d+)$/.exec(line)?.[1] ?? []);
    await eventually(() => !isAlive(Number(pid[0])));
    expect(fixture.revoked).toHaveLength(1);
  });

  it('tells of process.exit() and of what escapes, as a thread does', async () => {
    await fixture.define('Crashing', {
      'index.mjs': `export const handler = async ({ how }) => {
        if (how === 'exit') process.exit(7);
        setTimeout(() => { throw new RangeError('late'); }, 1);
        await new Promise(() => {});
      };`,
    });
    expect((await fixture.call('Crashing', { how: 'exit' })).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 7'),
    });
    expect((await fixture.call('Crashing')).answer).toMatchObject({ errorType: 'RangeError' });
  });

  it('logs what native code writes past the console', async () => {
    await fixture.define('Raw', {
      'index.mjs': `import { writeSync } from 'node:fs';
        export const handler = async () => { writeSync(2, 'from below\\n'); };`,
    });
    await fixture.call('Raw');
    await eventually(() => fixture.lines('Raw').includes('from below'));
  });

  it('serves a debugger, which has all the time it wants', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ inspect: ['Inspected'] });
    const code = 'exports.handler = () => new Promise((go) => setTimeout(() => go("late"), 1200));';
    await fixture.define('Inspected', code, { Timeout: 1 });
    expect(await fixture.call('Inspected')).toEqual({ answer: 'late', failed: false });
    expect(fixture.reports).toContainEqual(
      expect.stringMatching(/^app-Inspected .*ws:\/\/127\.0\.0\.1:\d+\//),
    );
  });

  it('is there before the first call when it is debugged, and stays the same', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ inspect: ['Inspected'], idleMs: 1 });
    await fixture.define('Inspected', `exports.handler = async () => ${whereabouts};`);
    await fixture.apply('AWS::Lambda::Version', 'InspectedVersion', { FunctionName: 'app-Inspected' });
    await fixture.apply('AWS::Lambda::Alias', 'InspectedLive', {
      ...{ FunctionName: 'app-Inspected', Name: 'live', FunctionVersion: '1' },
    });
    fixture.lambda.start();
    const address = await eventually(() => fixture.reports.find((line) => /ws:/.test(line)) ?? false);
    const { answer } = await fixture.call('app-Inspected:live');
    expect(answer).toEqual([expect.any(Number), true]);
    await fixture.define('Plain', 'exports.handler = async () => 1;');
    await fixture.call('Plain');
    await eventually(() => fixture.revoked.length === 1);
    expect(await fixture.call('app-Inspected:live')).toEqual({ answer, failed: false });
    expect(fixture.reports.filter((line) => /ws:/.test(line))).toEqual([address]);
  });

  it('is not opened for a function that is not there, and the sentence says which are', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ inspect: ['Inspectd'] });
    await fixture.define('Inspected', 'exports.handler = async () => 1;');
    expect(() => fixture.lambda.start()).toThrow(
      '--inspect names Inspectd, and there is no such function, only: Inspected.',
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
