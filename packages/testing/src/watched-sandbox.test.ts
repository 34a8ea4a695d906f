import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MediaDeleted, MediaPublished } from '@shutterbus/contracts/events/media';
import type { ToldFact } from '@shutterbus/sandbox/facts/told-facts';
import { deadLetter, event, handled, watchSandbox } from './watched-sandbox.ts';

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

describe('handled', () => {
  const name = (text: string) => ({ kind: text.split(' ')[0], id: text.split(' ')[1] });
  const fill = 'arn:aws:lambda:us-east-1:0:function:app-Notifications-FillHomes:live';
  /** The facts in which it is found, in the order in which they are told. */
  function foundIn(facts: { work: string; cause?: string; became?: string; of?: string[] }[] & object[]) {
    const { find } = handled(MediaPublished, 'FillHomes', ({ metadata }) => metadata.aggregateId === 'one');
    return facts.flatMap(({ work, cause, became, of: held, ...rest }) => {
      const fact = {
        ...{ n: 0, at: 0, target: fill, work: name(work), ...rest },
        ...(cause && { cause: name(cause) }),
        ...(became && { became: name(became) }),
        ...(held && { of: held.map(name) }),
      };
      return find(fact as ToldFact)?.metadata.aggregateId === 'one' ? [`${work} ${fact.target}`] : [];
    });
  }
  const came = { ...published('one'), work: 'event one' };
  const ended = (work: string, target = fill) => ({ fact: 'ended', work, target });

  it('is found where the consumer is done with what a rule handed it, and nobody else', () => {
    const others = fill.replace('FillHomes', 'TellFollowers');
    const facts = [
      came,
      { fact: 'accepted', work: 'invocation theirs', cause: 'event one', target: others },
      { fact: 'accepted', work: 'invocation its', cause: 'event one' },
      { fact: 'accepted', work: 'invocation another', cause: 'event two' },
      ...[ended('invocation theirs', others), ended('invocation another'), ended('invocation its')],
    ];
    expect(foundIn(facts)).toEqual([`invocation its ${fill}`]);
  });

  it('is found where a batch ends that held it, after a queue', () => {
    const facts = [
      came,
      {
        fact: 'handed-over',
        work: 'delivery one',
        cause: 'event one',
        became: 'message m',
        target: 'arn:queue',
      },
      { fact: 'began', work: 'batch first', of: ['message another'] },
      ended('batch first'),
      { fact: 'began', work: 'batch second', of: ['message another', 'message m'] },
      ended('batch second'),
    ];
    expect(foundIn(facts)).toEqual([`batch second ${fill}`]);
  });
});
