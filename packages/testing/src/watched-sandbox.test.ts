import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MediaDeleted, MediaPublished } from '@shutterbus/contracts/events/media';
import { deadLetter, event, watchSandbox } from './watched-sandbox.ts';

let server: Server;
let webUrl: string;
let stream: ServerResponse | undefined;
const asked: string[] = [];
let n = 0;

const tell = (fact: object): void =>
  void stream?.write(`id: ${++n}\ndata: ${JSON.stringify({ n, ...fact })}\n\n`);
const published = (id: string) => ({
  ...{ fact: 'accepted', work: { kind: 'event', id }, target: 'arn:bus' },
  content: JSON.stringify({
    ...{ source: 'shutterbus.media', 'detail-type': 'MediaPublished' },
    detail: { metadata: { aggregateId: id }, data: {} },
  }),
});
const of = (id: string) => event(MediaPublished, ({ metadata }) => metadata.aggregateId === id);

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.method === 'POST') response.writeHead(400).end('It is no ARN.');
    else {
      stream = response;
      response.write(': facts\nid: 0\n\n');
      if (n === 0 && request.url?.includes('after')) for (const id of ['one', 'two']) tell(published(id));
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  webUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('watchSandbox', () => {
  it('finds what came while nobody waited, in any order, and what is still to come', async () => {
    const sandbox = await watchSandbox({ webUrl });
    expect((await sandbox.until(of('two'))).metadata.aggregateId).toBe('two');
    expect((await sandbox.until(of('one'))).metadata.aggregateId).toBe('one');
    const coming = sandbox.until(deadLetter('Letters'));
    const before = asked.length;
    while (asked.length === before) await new Promise((resolve) => setImmediate(resolve));
    expect(asked.at(-1)).toBe('GET /_sandbox/v1/facts?content&after=2');
    tell({
      fact: 'dead-lettered',
      work: { kind: 'invocation', id: 'i' },
      target: 'arn:fn',
      to: 'arn:Letters',
    });
    expect(await coming).toMatchObject({ to: 'arn:Letters' });
  });

  it('tells what did happen when something does not', async () => {
    n = 0;
    const sandbox = await watchSandbox({ webUrl });
    const waiting = sandbox.until(event(MediaDeleted), 500);
    await expect(waiting).rejects.toThrow(
      /MediaDeleted of shutterbus.media did not come in 500 ms.*MediaPublished on arn:bus/s,
    );
  });

  it('passes on why a change is refused', async () => {
    const sandbox = await watchSandbox({ webUrl });
    await expect(sandbox.change({ is: 'throttle', target: 'x' })).rejects.toThrow('It is no ARN.');
  });
});
