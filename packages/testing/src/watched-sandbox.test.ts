import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MediaDeleted, MediaPublished } from '@shutterbus/contracts/events/media';
import { deadLetter, event, mailed, type Wanted } from './wanted.ts';
import { lookAfter, watchSandbox } from './watched-sandbox.ts';

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
    detail: { metadata: { aggregateId: id, correlationId: `by-${id}` }, data: {} },
  }),
});
const of = (id: string) => event(MediaPublished, ({ metadata }) => metadata.aggregateId === id);

/** Resolves when the feed was asked for once more. */
async function isOpen(before: number): Promise<void> {
  while (asked.length === before) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * What a wait says that came to nothing, though it heard of something: within its deadline, which is the longer, the busier the
 * machine is.
 */
async function saidAfterHearing<Found>(
  wanted: Wanted<Found>,
  wait: (wanted: Wanted<Found>, deadlineMs: number) => Promise<unknown>,
): Promise<string> {
  for (let deadlineMs = 250; deadlineMs < 120_000; deadlineMs *= 2) {
    let isHeard = false;
    const listening: Wanted<Found> = {
      ...wanted,
      find(fact) {
        isHeard = true;
        return wanted.find(fact);
      },
    };
    const said = await wait(listening, deadlineMs).then(
      () => 'It came.',
      (error: Error) => error.message,
    );
    if (isHeard) return said;
  }
  return 'Nothing was heard of.';
}

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
    await isOpen(asked.length);
    expect(asked.at(-1)).toBe('GET /_sandbox/v1/facts?after=2&content=');
    tell({
      fact: 'dead-lettered',
      work: { kind: 'invocation', id: 'i' },
      target: 'arn:fn',
      to: 'arn:Letters',
    });
    expect(await coming).toMatchObject({ to: 'arn:Letters' });
  });

  it('tells what did happen when something does not', async () => {
    const said = await saidAfterHearing(event(MediaDeleted), async (wanted, deadlineMs) => {
      n = 0;
      return (await watchSandbox({ webUrl })).until(wanted, deadlineMs);
    });
    expect(said).toMatch(
      /MediaDeleted of shutterbus.media did not come in \d+ ms.*by-one:\n {2}MediaPublished on bus/s,
    );
  });

  it('passes on why a change is refused', async () => {
    const sandbox = await watchSandbox({ webUrl });
    await expect(sandbox.change({ is: 'throttle', target: 'x' })).rejects.toThrow('It is no ARN.');
  });
});

describe('lookAfter', () => {
  const about = (subject: string) => ({
    ...{ fact: 'mailed', work: { kind: 'mail', id: subject }, target: 'arn:identity' },
    ...{ recipients: ['ann@example.com'], subject },
  });
  /** Resolves when a further look was asked for by nobody but what was told. */
  const heard = () => new Promise((resolve) => setTimeout(resolve, 50));

  it('takes what is so already', async () => {
    expect(await lookAfter({ webUrl }, mailed('ann@example.com'), () => 'there')).toBe('there');
  });

  it('looks again when what is wanted happens, and at nothing else', async () => {
    const looks: string[] = [];
    let is = 'nothing';
    const found = lookAfter({ webUrl }, mailed('Ann@example.com', /Welcome/), () => {
      looks.push(is);
      return is === 'welcomed' && is;
    });
    while (looks.length === 0) await new Promise((resolve) => setImmediate(resolve));
    is = 'another mail';
    tell(about('Hello'));
    await heard();
    is = 'welcomed';
    tell(about('Welcome'));
    expect(await found).toBe('welcomed');
    expect(looks).toEqual(['nothing', 'welcomed']);
  });

  it('looks again when it happens while one looks', async () => {
    let looks = 0;
    const found = lookAfter({ webUrl }, mailed('ann@example.com'), async () => {
      looks += 1;
      if (looks > 1) return looks;
      tell(about('Hello'));
      await heard();
      throw new Error('not yet');
    });
    expect(await found).toBe(2);
  });

  it('tells what the look threw last, and what did happen', async () => {
    const look = () => {
      throw new Error('no mail yet');
    };
    const said = await saidAfterHearing(mailed('bob@example.com'), async (wanted, deadlineMs) => {
      const before = asked.length;
      const waiting = lookAfter({ webUrl }, wanted, look, deadlineMs);
      await Promise.race([isOpen(before), waiting]);
      tell(about('Hello'));
      return waiting;
    });
    expect(said).toMatch(
      /no mail yet\nNot so after a mail to bob@example.com.*a mail to ann@example.com: Hello/s,
    );
  });

  it('ends in time though the look does not', async () => {
    const waiting = lookAfter({ webUrl }, mailed('bob@example.com'), () => new Promise(() => {}), 200);
    await expect(waiting).rejects.toThrow('for 200 ms');
  });
});
