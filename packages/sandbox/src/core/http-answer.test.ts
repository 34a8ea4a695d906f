import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { eventually } from '../../../testing/src/eventually.ts';
import { type Listening, listen } from '../../test/serve-edge.ts';
import { type HttpAnswer, sendAnswer } from './http-answer.ts';
import { type HttpRequest, requestOf, splitTarget } from './http-request.ts';

let port: Listening;
let answer: HttpAnswer;
let seen: HttpRequest;
let failures: unknown[];
beforeEach(async () => {
  failures = [];
  port = await listen(
    createServer((request, response) => {
      seen = requestOf(request);
      sendAnswer(request, response, answer).catch((error: unknown) => failures.push(error));
    }),
  );
});
afterEach(() => port.close());

describe('sendAnswer', () => {
  it('sends a whole body with its length, and a stream as it comes', async () => {
    answer = { status: 201, headers: { 'x-a': ['1', '2'] }, body: Buffer.from('whole') };
    const whole = await fetch(port.endpoint);
    expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([
      201,
      '5',
      'whole',
    ]);
    expect(whole.headers.get('x-a')).toBe('1, 2');
    answer = { status: 200, headers: {}, body: () => Readable.from(['in ', 'pieces']) };
    expect(await (await fetch(port.endpoint)).text()).toBe('in pieces');
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('opens no body where none is sent: %s, %i', async (method, status) => {
    const open = jest.fn(() => Readable.from(['x']));
    answer = { status, headers: { etag: '"1"' }, body: open };
    const response = await fetch(port.endpoint, { method });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
      status,
      '"1"',
      '',
    ]);
    expect(open).not.toHaveBeenCalled();
  });

  it('keeps the connection when the client sends more than is read', async () => {
    answer = { status: 403, headers: {}, body: Buffer.from('no') };
    const body = 'x'.repeat(1_000_000);
    for (const _ of [1, 2]) expect((await fetch(port.endpoint, { method: 'POST', body })).status).toBe(403);
  });

  it('cuts an answer off whose body fails, and says nothing of a client that has gone', async () => {
    answer = {
      status: 200,
      headers: {},
      body: () =>
        Readable.from(
          (async function* () {
            yield 'half';
            throw new Error('no disk');
          })(),
        ),
    };
    await expect(fetch(port.endpoint).then((response) => response.text())).rejects.toThrow();
    expect(failures).toEqual([new Error('no disk')]);
    let opened: Readable | undefined;
    answer = {
      status: 200,
      headers: {},
      body: () => {
        opened = new Readable({ read() {} });
        opened.push('first');
        return opened;
      },
    };
    const request = httpRequest(port.endpoint);
    const response = await new Promise<IncomingMessage>((resolve) => request.on('response', resolve).end());
    response.destroy();
    await eventually(() => expect(opened?.destroyed).toBe(true));
    expect(failures).toHaveLength(1);
  });
});

describe('requestOf', () => {
  it('joins what comes several times, as HTTP APIs do', async () => {
    answer = { status: 200, headers: {}, body: Buffer.from('') };
    const request = httpRequest(`${port.endpoint}/a%20b?c=d`, {
      headers: { accept: ['x', 'y'], cookie: ['a=1', 'b=2'] },
    });
    await new Promise((resolve) => request.on('response', resolve).end());
    expect(seen).toMatchObject({
      method: 'GET',
      target: '/a%20b?c=d',
      headers: { accept: 'x,y', cookie: 'a=1; b=2' },
      sourceIp: '127.0.0.1',
      httpVersion: '1.1',
    });
  });
});

describe('splitTarget', () => {
  it.each([
    ['/a', ['/a']],
    ['/a?', ['/a', '']],
    ['/a?b=c?d', ['/a', 'b=c?d']],
  ])('takes %s apart', (target, parts) => {
    expect(splitTarget(target)).toEqual(parts);
  });
});
