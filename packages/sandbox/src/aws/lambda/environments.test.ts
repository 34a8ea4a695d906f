import { statSync } from 'node:fs';
import { join } from 'node:path';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';

const fixture = lambdaFixture();
const { call, define, lambda, lines, revoked } = fixture;

beforeAll(() => lambda.start());
afterAll(() => fixture.stop());

const counter = 'let count = 0; exports.handler = async () => ++count;';

describe('makeEnvironments', () => {
  it('runs async handlers and handlers that return at once, and keeps the environment', async () => {
    await define('Async', counter);
    await define('Direct', 'exports.handler = (event) => ({ got: event.x });');
    expect([await call('app-Async'), await call('app-Async')].map(({ answer }) => answer)).toEqual([1, 2]);
    expect(await call('Direct', { x: 'y' })).toEqual({ answer: { got: 'y' }, failed: false });
  });

  it('runs callback handlers on the runtimes that have them', async () => {
    const code =
      'exports.handler = (event, context, callback) => { setTimeout(() => callback(null, "called"), 1); };';
    await define('Callback', code, { Runtime: 'nodejs22.x' });
    await define('Callback24', code);
    expect((await call('Callback')).answer).toBe('called');
    expect(await call('Callback24')).toMatchObject({
      failed: true,
      answer: { errorType: 'Runtime.CallbackHandlerDeprecated' },
    });
  });

  it('gives the handler a whole context', async () => {
    await define(
      'Context',
      'exports.handler = async (event, { getRemainingTimeInMillis: left, ...rest }) => ({ ...rest, left: left() });',
      { Timeout: 5 },
    );
    const { answer } = await call('Context');
    expect(answer).toMatchObject({
      functionName: 'app-Context',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/app-Context',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]\w{32}$/),
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:app-Context',
      awsRequestId: expect.stringMatching(/^[\w-]{36}$/),
      left: expect.any(Number),
    });
    expect(Reflect.get(Object(answer), 'left')).toBeGreaterThan(4000);
  });

  it('gives a function back the time for which the sandbox was late', async () => {
    // Of short timers, which nothing prolongs.
    const code = `exports.handler = async () => {
      for (const end = Date.now() + 1400; Date.now() < end; ) await new Promise((go) => setTimeout(go, 10));
      return 'done';
    };`;
    await define('Patient', code, { Timeout: 1 });
    const answer = call('Patient');
    await new Promise((go) => setTimeout(go, 100));
    const until = performance.now() + 900;
    while (performance.now() < until);
    expect(await answer).toEqual({ answer: 'done', failed: false });
  });

  it('keeps variables, globals, modules and credentials of functions on one thread apart', async () => {
    const code = {
      'index.js': `const shared = require('./shared.js');
        exports.handler = async () => {
          process.env.LEFT ??= process.env.MARK; globalThis.left ??= process.env.MARK; shared.left ??= process.env.MARK;
          return [process.env.LEFT, globalThis.left, shared.left, require('node:process').env.MARK, globalThis.process.env.AWS_ACCESS_KEY_ID, process.env.HOME];
        };`,
      'shared.js': 'exports.loaded = true;',
    };
    await define('One', code, { Environment: { Variables: { MARK: 'one' } } });
    await define('Two', code, { Environment: { Variables: { MARK: 'two' } } });
    const one = (await call('One')).answer;
    const two = (await call('Two')).answer;
    expect(one).toEqual(['one', 'one', 'one', 'one', expect.stringMatching(/^ASIA/), null]);
    expect(two).toEqual(['two', 'two', 'two', 'two', expect.stringMatching(/^ASIA/), null]);
    expect(Reflect.get(Object(one), 4)).not.toBe(Reflect.get(Object(two), 4));
    expect(Reflect.get(globalThis, 'left')).toBeUndefined();
  });

  it('gives each concurrent invocation an environment of its own', async () => {
    await define(
      'Busy',
      'let count = 0; exports.handler = async ({ ms }) => { await new Promise((go) => setTimeout(go, ms)); return ++count; };',
    );
    const answers = await Promise.all([1, 2, 3].map(() => call('Busy', { ms: 30 })));
    expect(answers.map(({ answer }) => answer)).toEqual([1, 1, 1]);
    expect((await call('Busy', { ms: 0 })).answer).toBe(2);
  });

  it('gives what is under way its answers while the environments of a wave are loaded', async () => {
    await define(
      'Heavy',
      `const { createServer, connect } = require('node:net');
      const end = Date.now() + 50; while (Date.now() < end);
      exports.handler = () => new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
          const late = setTimeout(() => done('late'), 1500);
          const client = connect(server.address().port, '127.0.0.1', () => done('connected'));
          const done = (how) => { clearTimeout(late); client.destroy(); server.close(); resolve(how); };
        });
      });`,
    );
    const answers = await Promise.all(Array.from({ length: 80 }, () => call('Heavy')));
    expect(answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 80 }, () => 'connected'));
  });

  it('refuses more invocations than the reserved concurrency', async () => {
    await define('Reserved', 'exports.handler = () => new Promise((go) => setTimeout(go, 30));', {
      ReservedConcurrentExecutions: 1,
    });
    const first = call('Reserved');
    await expect(call('Reserved')).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    await first;
    await expect(call('Reserved')).resolves.toMatchObject({ failed: false });
  });

  it('writes START, the console, END and REPORT; JSON passes as it is', async () => {
    await define(
      'Logging',
      `const { Console } = require('node:console'); const structured = new Console({ stdout: process.stdout, stderr: process.stderr });
      exports.handler = async () => { console.warn('two\\nlines', { a: 1 }); console.log('{"level":"INFO"}'); structured.log('{"own":true}'); };`,
    );
    await call('Logging');
    const id = '[\\w-]{36}';
    const patterns = [
      `^START RequestId: ${id} Version: \\$LATEST$`,
      `^\\d{4}-.+Z\\t${id}\\tWARN\\ttwo\\rlines \\{ a: 1 \\}$`,
      '^\\{"level":"INFO"\\}$',
      '^\\{"own":true\\}$',
      `^END RequestId: ${id}$`,
      `^REPORT RequestId: ${id}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: [\\d.]+ ms$`,
    ];
    expect(lines('Logging')).toEqual(patterns.map((pattern) => expect.stringMatching(new RegExp(pattern))));
  });

  it('answers a thrown error with its document and keeps the environment', async () => {
    await define(
      'Throwing',
      'let count = 0; exports.handler = async ({ bad }) => { count++; if (bad) throw new TypeError("no"); return count; };',
    );
    const { answer, failed } = await call('Throwing', { bad: true });
    expect(failed).toBe(true);
    expect(answer).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no',
      trace: expect.arrayContaining(['TypeError: no']),
    });
    expect((await call('Throwing')).answer).toBe(2);
  });

  it('names a missing file, module or export', async () => {
    await define('NoFile', { 'other.js': '' });
    await define('NoModule', 'require("not-there");');
    await define('NoExport', 'exports.other = 1;');
    await define('Broken', 'exports.handler = (;');
    expect((await call('NoFile')).answer).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'index'",
    });
    expect((await call('NoModule')).answer).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
    expect((await call('NoExport')).answer).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
    expect((await call('Broken')).answer).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
  });

  it('ends an environment at its timeout: its timers stop and its credentials are revoked', async () => {
    const mark = join(fixture.folder, 'mark');
    await define(
      'Slow',
      `exports.handler = async ({ hang }) => {
      if (!hang) return process.env.AWS_ACCESS_KEY_ID;
      setInterval(() => require('node:fs').appendFileSync(process.env.MARK, '.'), 1);
      await new Promise(() => {});
    };`,
      { Timeout: 1, Environment: { Variables: { MARK: mark } } },
    );
    const key = (await call('Slow')).answer;
    expect(await call('Slow', { hang: true })).toEqual({
      failed: true,
      answer: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: .+ Error: Task timed out after 1\.00 seconds$/),
      },
    });
    expect(revoked).toContain(key);
    expect((await call('Slow')).answer).not.toBe(key);
    const written = statSync(mark).size;
    expect(written).toBeGreaterThan(0);
    await call('Busy', { ms: 30 });
    expect(statSync(mark).size).toBe(written);
    expect(lines('Slow')).toContainEqual(
      expect.stringMatching(/^\d{4}-.+Z [\w-]{36} Task timed out after 1\.00 seconds$/),
    );
  });

  it('ends an environment whose code lets a rejection, an exception or an exit escape', async () => {
    await define(
      'Crashing',
      `let count = 0; exports.handler = async ({ how }) => {
      if (how === 'reject') Promise.reject(new Error('stray'));
      if (how === 'throw') setTimeout(() => { throw new RangeError('late'); }, 1);
      if (how === 'exit') process.exit(7);
      if (how) await new Promise(() => {});
      return ++count;
    };`,
    );
    await call('Crashing');
    expect((await call('Crashing', { how: 'reject' })).answer).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: stray',
    });
    expect((await call('Crashing', { how: 'throw' })).answer).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'late',
    });
    expect((await call('Crashing', { how: 'exit' })).answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 7'),
    });
    expect((await call('Crashing')).answer).toBe(1);
    expect((await call('Async')).failed).toBe(false);
  });

  it('uses the new code after a reload', async () => {
    await define('Reloaded', 'exports.handler = async () => "old";');
    expect((await call('Reloaded')).answer).toBe('old');
    await define('Reloaded', 'exports.handler = async () => "brand new";');
    lambda.reload('Reloaded');
    expect((await call('Reloaded')).answer).toBe('brand new');
  });
});
