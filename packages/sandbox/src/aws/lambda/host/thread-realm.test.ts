import { join } from 'node:path';
import { lambdaFixture } from '../../../../test/lambda-fixture.ts';

const fixture = lambdaFixture({ hosts: 1 });
beforeAll(() => fixture.lambda.start());
afterAll(() => fixture.stop());

/** Runs code in one function, and looks from another on the same thread while the first is still at work. */
async function seenFromOutside(change: string, look: string): Promise<{ inside: unknown; outside: unknown }> {
  await fixture.define(
    'Changing',
    `const look = () => { ${look} };
    exports.handler = async () => { ${change}; await new Promise((go) => setTimeout(go, 150)); return look(); };`,
  );
  await fixture.define(
    'Looking',
    `const look = () => { ${look} };
    exports.handler = async () => { await new Promise((go) => setTimeout(go, 30)); return look(); };`,
  );
  const [changing, looking] = await Promise.all([fixture.call('Changing'), fixture.call('Looking')]);
  expect([changing.failed, looking.failed]).toEqual([false, false]);
  return { inside: changing.answer, outside: looking.answer };
}

describe('the realm of an environment on a thread', () => {
  it.each([
    ['Object.prototype', 'Object.prototype.leak = 1', 'return {}.leak ?? null'],
    ['Array.prototype', 'Array.prototype.leak = 1', 'return [].leak ?? null'],
    ['globalThis', 'globalThis.leak = 1', 'return typeof leak === "undefined" ? null : leak'],
    ['a built-in function', 'JSON.leak = 1; Math.max = () => 1', 'return Math.max(0, -1) || null'],
    [
      'https.globalAgent',
      'require("https").globalAgent.maxSockets = 1',
      'const { maxSockets } = require("node:https").globalAgent; return maxSockets === 1 ? 1 : null',
    ],
    [
      'a replaced https.globalAgent',
      'const https = require("https"); https.globalAgent = new https.Agent({ maxSockets: 1 })',
      'const { maxSockets } = require("node:https").globalAgent; return maxSockets === 1 ? 1 : null',
    ],
    ['a member of a Node module', 'require("fs").leak = 1', 'return require("node:fs").leak ?? null'],
    ['process.env', 'process.env.LEAK = "1"', 'return process.env.LEAK ? 1 : null'],
    ['process', 'process.leak = 1', 'return require("process").leak ?? null'],
    ['console', 'console.leak = 1', 'return console.leak ?? null'],
    ['a replaced global of Node', 'fetch = 1', 'return fetch === 1 ? 1 : null'],
    ['timers', 'setTimeout.leak = 1', 'return setTimeout.leak ?? null'],
  ])('keeps a change to %s to itself', async (_what, change, look) => {
    expect(await seenFromOutside(change, look)).toEqual({ inside: 1, outside: null });
  });

  it('makes what Node makes late only for those who ask, such as the HTTP client behind WebSocket', async () => {
    const loaded = `const client = () => process.moduleLoadList.some((name) => /undici/.test(name));`;
    await fixture.define(
      'Modest',
      `${loaded} exports.handler = async () => [client(), typeof Buffer, typeof URL];`,
    );
    await fixture.define('Asking', `${loaded} exports.handler = async () => [typeof WebSocket, client()];`);
    expect((await fixture.call('Modest')).answer).toEqual([false, 'function', 'function']);
    expect((await fixture.call('Asking')).answer).toEqual(['function', true]);
  });

  it("knows what Node hands out as its own kinds, also in the function's classes", async () => {
    await fixture.define(
      'Kinds',
      `class Own extends Error {}
      exports.handler = async (event) => {
        const failed = await require('node:fs/promises').readFile('/not/there').catch((error) => error);
        return {
          error: [failed instanceof Error, failed instanceof Own, new Own() instanceof Own, new Own() instanceof Error],
          bytes: [Buffer.from('a') instanceof Uint8Array, new Uint8Array(1) instanceof Uint8Array, Buffer.concat([new Uint8Array([65])]).toString()],
          promise: require('node:fs/promises').readFile(__filename) instanceof Promise,
          plain: [event.constructor === Object, event instanceof Object, Object.getPrototypeOf(event) === Object.prototype],
        };
      };`,
    );
    expect((await fixture.call('Kinds', { a: 1 })).answer).toEqual({
      error: [true, false, true, true],
      bytes: [true, true, 'A'],
      promise: true,
      plain: [true, true, true],
    });
  });

  it('sends requests through its own agent, whatever form the arguments take', async () => {
    await fixture.define(
      'Web',
      `const http = require('node:http');
      const server = http.createServer((request, response) => response.end(request.headers.host && request.url));
      const listening = new Promise((go) => server.listen(0, '127.0.0.1', go));
      const text = (start) => new Promise((resolve, reject) => start((answer) => {
        let all = ''; answer.on('data', (part) => { all += part; }); answer.on('end', () => resolve(all));
      }).on('error', reject));
      exports.handler = async () => {
        await listening;
        const { port } = server.address();
        const url = 'http://127.0.0.1:' + port;
        const seen = [];
        const own = http.globalAgent.addRequest;
        http.globalAgent.addRequest = function (...args) { seen.push(args[0].path); return own.apply(this, args); };
        const answers = [
          await text((done) => http.get(url + '/a', done)),
          await text((done) => http.get(new URL(url + '/b'), { headers: { x: '1' } }, done)),
          await text((done) => http.get({ host: '127.0.0.1', port, path: '/c' }, done)),
          await text((done) => http.get(url + '/d', { agent: new http.Agent() }, done)),
        ];
        server.close();
        return { answers, seen };
      };`,
    );
    expect((await fixture.call('Web')).answer).toEqual({
      answers: ['/a', '/b', '/c', '/d'],
      seen: ['/a', '/b', '/c'],
    });
  });

  it('imports Node’s modules, packages, CommonJS files, ES modules and JSON', async () => {
    await fixture.define('Importing', {
      'index.js': `exports.handler = async () => {
        const { readFileSync } = await import('node:fs');
        const package_ = await import('things');
        const common = await import('./common.js');
        const { seen, again, name } = await import('./module.mjs');
        const { default: data } = await import('./data.json', { with: { type: 'json' } });
        common.default.count++;
        return [typeof readFileSync, package_.default, common.count, require('./common.js').count, seen, again === common, name, data.a];
      };`,
      'common.js': 'exports.count = 1;',
      'module.mjs': `import * as again from './common.js'; import { basename } from 'node:path';
        export { again }; export const seen = process.env.MARK ?? typeof Buffer; export const name = basename(import.meta.filename);`,
      'data.json': '{"a":1}',
      'node_modules/things/package.json': '{"name":"things","exports":{"import":"./index.mjs"}}',
      'node_modules/things/index.mjs': 'export default "a thing";',
    });
    expect(await fixture.call('Importing')).toEqual({
      answer: ['function', 'a thing', 1, 2, 'function', true, 'module.mjs', 1],
      failed: false,
    });
  });

  it('gives imported modules the variables of the environment that imports', async () => {
    const code = {
      'index.js': `exports.handler = async () => (await import('./module.mjs')).mark();`,
      'module.mjs': 'export const mark = () => process.env.MARK;',
    };
    for (const name of ['First', 'Second'])
      await fixture.define(name, code, { Environment: { Variables: { MARK: name } } });
    expect((await fixture.call('First')).answer).toBe('First');
    expect((await fixture.call('Second')).answer).toBe('Second');
  });

  it('names what cannot be imported', async () => {
    await fixture.define('Missing', `exports.handler = () => import('./not-there.js');`);
    expect(await fixture.call('Missing')).toMatchObject({
      failed: true,
      answer: { errorMessage: expect.stringContaining(join('Missing', 'not-there.js')) },
    });
  });

  it('tells an error that nobody listened to by its own name', async () => {
    await fixture.define(
      'Emitting',
      `const { EventEmitter } = require('node:events');
      exports.handler = async () => { setTimeout(() => new EventEmitter().emit('error', new RangeError('unheard')), 1); await new Promise(() => {}); };`,
    );
    expect((await fixture.call('Emitting')).answer).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'unheard',
    });
  });
});
