import { get as httpGet } from 'node:http';
import type { Graph } from '../architecture/graph.ts';
import { lookAt } from '../aws/eventbridge/events-look.ts';
import type { Interventions } from '../changes/interventions.ts';
import type { HttpAnswer } from '../core/http-answer.ts';
import type { HttpRequest } from '../core/http-request.ts';
import type { Fact } from '../core/observe.ts';
import { makeFactRing } from '../facts/fact-ring.ts';
import { makeFrontDoor } from '../gateway/front-door.ts';
import { makeConsole } from './console.ts';
import type { Guide } from './guide.ts';
import type { ReceivedMail } from './mailbox-page.ts';
import type { Notice } from './notice.ts';
import type { StackView } from './start-page.ts';
import { makeWebPort, type WebPort, type WebPortDependencies } from './web-port.ts';

const mail = (id: string, change: Partial<ReceivedMail> = {}): ReceivedMail => ({
  id,
  from: 'Shop <noreply@example.com>',
  to: ['ann@example.com'],
  subject: 'Your code',
  text: 'Enter 123456 please.',
  html: '<p>Enter <b>123456</b></p>',
  sentAt: '2026-11-21T12:00:00.000Z',
  ...change,
});

const lines: string[] = [];
let mails: ReceivedMail[];
let stack: StackView;
let notice: Notice | undefined;
let hasDistribution: boolean;
let port: WebPort;
let origin: string;
let dependencies: WebPortDependencies;

const graph: Graph = {
  nodes: [
    { id: 'Shop/Pay', kind: 'function', label: 'Pay', group: 'Shop', arn: 'arn:pay' },
    { id: 'Shop/Bills', kind: 'table', label: 'Bills', group: 'Shop' },
  ],
  edges: [{ from: 'Shop/Pay', to: 'Shop/Bills', kind: 'writes', labels: [] }],
};
const bus = { name: 'shop', arn: 'arn:bus/shop', policy: { own: undefined, added: new Map() } };
const rule = (name: string, pattern: object) => ({
  ...{
    name,
    arn: `arn:rule/shop/${name}`,
    busName: 'shop',
    enabled: true,
    matches: undefined,
    targets: [],
    pattern,
  },
});
const rules = [
  rule('on-paid', { source: ['shop'] }),
  rule('on-large', { detail: { amount: [{ numeric: ['>', 9] }] } }),
];
const none = () => ({ held: [] });
const sent: object[] = [];
const makeInterventionsFake = (): Interventions => ({
  changes: { list: () => [], add: () => {}, clear: () => {} },
  ...{
    deliverAgain: () => false,
    redrive: () => ({ moved: 0, left: 0 }),
    archives: () => [],
    replay: () => '',
  },
  clock: { isHeld: () => false, hold: () => {}, go: () => {}, leap: () => false },
});
const logged = [
  {
    ...{ group: '/aws/lambda/shop', stream: '2026/11/28/shop-Pay[1]a', time: 7 },
    message: JSON.stringify({ message: 'Paid <now>', trace: 't/1', requestId: 'request-1' }),
  },
];
const guide: Guide = {
  correlation: 'detail.trace',
  subject: ['detail.order'],
  meanings: { 'detail.trace': 'the same in all that follows' },
  catalogue: [
    {
      ...{ name: 'Paid', summary: 'An order was paid.', source: 'shop', detailType: 'Paid' },
      sample: () => ({ order: 'o1', amount: 5 }),
      faults: (detail) =>
        (detail as { amount?: unknown }).amount === 5 ? [] : [{ path: 'amount', message: 'is <not> 5' }],
    },
  ],
};
const listeners = new Set<(fact: Fact) => void>();
const observe = {
  listen(listener: (fact: Fact) => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

beforeAll(async () => {
  const sandboxConsole = makeConsole({
    mailbox: {
      list: ({ to } = {}) => mails.filter((one) => to === undefined || one.to.includes(to)),
      get: (id) => mails.find((one) => one.id === id),
    },
    stack: () => stack,
    architecture: () => graph,
    facts: makeFactRing(observe),
    events: {
      look: lookAt(
        { buses: () => [bus], rulesOf: () => rules },
        { holding: () => [], list: () => [], totals: () => ({ EventCount: 0, SizeBytes: 0 }) },
      ),
      send(busName, event) {
        sent.push({ busName, ...event });
        return 'new';
      },
    },
    interventions: makeInterventionsFake(),
    stuck: () => ({ now: 0, works: [], queues: [], alarms: [] }),
    story: {
      async *logs(isWanted) {
        for (const line of logged) if (isWanted(JSON.stringify(line))) yield line;
      },
      ...{ archived: () => [], startedAt: 0 },
    },
    guide,
    notice: () => notice,
    functions: {
      ...{ looks: () => [], lastCall: () => undefined, policiesOf: () => [] },
      invoke: async () => ({ payload: '' }),
    },
    data: {
      ...{ stores: () => [], picture: () => undefined },
      held: { tables: none, buckets: none, queues: none, people: none },
    },
  });
  const distribution = {
    destination: () => ({}),
    answer: async ({ target }: HttpRequest): Promise<HttpAnswer | undefined> => {
      if (target === '/fails') throw new Error('origin down');
      return hasDistribution ? { status: 200, headers: {}, body: Buffer.from(`app ${target}`) } : undefined;
    },
  };
  dependencies = {
    frontDoor: Promise.resolve(makeFrontDoor({ webPort: 3000 })),
    console: Promise.resolve(sandboxConsole),
    distribution: Promise.resolve(distribution),
    report: (line) => void lines.push(line),
  };
  port = makeWebPort(dependencies);
  origin = `http://127.0.0.1:${await port.listen(0)}`;
});
beforeEach(() => {
  hasDistribution = true;
  mails = [mail('one'), mail('two', { to: ['bob@example.com'], subject: 'Welcome' })];
  stack = {
    stackName: 'shop',
    status: 'ok',
    endpoints: { web: 'http://localhost:3000', aws: 'http://localhost:4566' },
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIADEVELOPER', secretAccessKey: 'secret' },
    outputs: [{ name: 'WebUrl', value: 'http://localhost:3000', description: 'Address' }],
    functions: [{ logicalId: 'GetOrder', physicalName: 'shop-GetOrder', handler: 'index.handler' }],
    queues: [{ name: 'Failures', visible: 2, inFlight: 1 }],
    alarms: [
      { name: 'Calm', state: 'OK', reason: 'no data' },
      { name: 'Letters', state: 'ALARM', reason: '2 (alarm when greater than 1)' },
    ],
    withoutEffect: [{ logicalId: 'Alarm', type: 'AWS::CloudWatch::Alarm', reason: 'no metrics here' }],
  };
});
afterAll(() => port.close());

describe('makeConsole', () => {
  it('draws who is there, all at once or one group whole', async () => {
    const all = await (await fetch(`${origin}/_sandbox/architecture`)).text();
    expect(all).toContain('data-node="Shop/"');
    expect(all).toContain('<script type="application/json" id="places">{"arn:pay":"Shop/"}</script>');
    const one = await (await fetch(`${origin}/_sandbox/architecture?of=Shop`)).text();
    expect(one).toContain('data-from="Shop/Pay" data-to="Shop/Bills"');
    expect(one).toContain('href="/_sandbox/architecture?of=Shop" aria-current="page"');
    const unknown = await (await fetch(`${origin}/_sandbox/architecture?of=<b>`)).text();
    expect(unknown).toContain('data-node="Shop/"');
    expect(unknown).not.toContain('<b>');
  });

  it('tells what happens as it happens, with what an event carries only to those who ask, and goes on where a reader stopped', async () => {
    const reader = new AbortController();
    const answer = await fetch(`${origin}/_sandbox/v1/facts`, { signal: reader.signal });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const body = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await body?.read())?.value).toBe(': facts\nid: 0\n\n');
    const work = { kind: 'event', id: 'e1' } as const;
    const accepted = { fact: 'accepted', at: 1, work, target: 'arn:bus' } as const;
    const matched = { fact: 'matched', at: 2, work, target: 'arn:pay', ruleArn: 'arn:rule' } as const;
    const happen = (fact: Fact): void => {
      for (const listener of listeners) listener(fact);
    };
    happen({ ...accepted, content: '{"name":"Ann"}' });
    expect((await body?.read())?.value).toBe(`id: 1\ndata: ${JSON.stringify({ n: 1, ...accepted })}\n\n`);
    reader.abort();
    happen(matched);
    const list = async (query: string) =>
      (await (await fetch(`${origin}/_sandbox/v1/facts.json${query}`)).json()) as object;
    expect(await list('?content')).toEqual({
      ...{ version: 1, first: 1, next: 3 },
      facts: [
        { n: 1, ...accepted, content: '{"name":"Ann"}' },
        { n: 2, ...matched },
      ],
    });
    expect(await list('?after=1')).toMatchObject({ facts: [{ n: 2, ...matched }] });
    expect(await list('?after=999')).toMatchObject({ facts: [{ n: 1 }, { n: 2 }] });
    const second = new AbortController();
    const again = await fetch(`${origin}/_sandbox/v1/facts`, {
      headers: { 'last-event-id': '1' },
      signal: second.signal,
    });
    const rest = again.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.endsWith('}\n\n')) text += (await rest?.read())?.value;
    expect(text).toBe(`: facts\nid: 1\n\nid: 2\ndata: ${JSON.stringify({ n: 2, ...matched })}\n\n`);
    second.abort();
  });

  it('shows an event, who heard of it, and which field of other rules differs', async () => {
    const work = { kind: 'event', id: 'paid-1' } as const;
    const event = {
      id: 'paid-1',
      source: 'shop',
      'detail-type': 'Paid',
      detail: { order: '<o1>', amount: 5, trace: 't/1' },
    };
    const happen = (fact: Fact): void => {
      for (const listener of listeners) listener(fact);
    };
    happen({ fact: 'accepted', at: 1, work, target: bus.arn, content: JSON.stringify(event) });
    happen({
      fact: 'matched',
      at: 2,
      work,
      target: 'arn:aws:lambda:x:0:function:Pay',
      ruleArn: 'arn:rule/shop/on-paid',
    });
    const list = await (await fetch(`${origin}/_sandbox/events`)).text();
    expect(list).toContain('<a href="/_sandbox/events/paid-1">Paid</a>');
    expect(list).toContain('&lt;o1&gt;');
    expect(list).toContain('href="/_sandbox/story/t%2F1"');
    const text = await (await fetch(`${origin}/_sandbox/events/paid-1`)).text();
    expect(text).toMatch(/Taken by <strong>on-paid<\/strong>/);
    expect(text).toContain('<td>on-large</td><td>detail.amount</td>');
    expect(text).toContain('<code>5</code>');
    expect(text).toContain('<dt>detail.trace</dt><dd>the same in all that follows</dd>');
    const told = (await (await fetch(`${origin}/_sandbox/v1/events/paid-1`)).json()) as object;
    expect(told).toMatchObject({ version: 1, event, targets: [{ end: { is: 'runs' } }] });
    expect((await fetch(`${origin}/_sandbox/events/other`)).status).toBe(404);
  });

  it('sends a sample as it is or edited, and says by field what is wrong with it', async () => {
    const form = await (await fetch(`${origin}/_sandbox/events/send`)).text();
    expect(form).toContain('&quot;amount&quot;: 5');
    const send = (detail: string, headers = {}) =>
      fetch(`${origin}/_sandbox/events/send`, {
        ...{ method: 'POST', redirect: 'manual', headers },
        body: new URLSearchParams({ name: 'Paid', detail }),
      });
    const wrong = await send('{"amount":"<b>"}');
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringMatching(/<code>amount<\/code> is &lt;not&gt; 5.*&quot;&lt;b&gt;&quot;/s),
    ]);
    expect((await send('{')).status).toBe(422);
    expect(sent).toEqual([]);
    const right = await send('{"amount":5}');
    expect([right.status, right.headers.get('location')]).toEqual([303, '/_sandbox/events/new']);
    expect(sent).toEqual([{ busName: 'shop', source: 'shop', detailType: 'Paid', detail: { amount: 5 } }]);
  });

  it('tells the story of a correlation id, which a mail leads to', async () => {
    mails = [mail('three', { by: 'request-1', subject: 'Paid & done' }), mail('other', { by: 'request-2' })];
    const text = await (await fetch(`${origin}/_sandbox/story/t%2F1`)).text();
    expect(text).toMatch(/Pay.*Paid &amp; done/s);
    expect(text).toContain('Paid &lt;now&gt;');
    expect(text).not.toContain('mail-other');
    const story = (await (await fetch(`${origin}/_sandbox/v1/stories/t%2F1`)).json()) as {
      rows: { kind: string }[];
    };
    expect(story.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['invocation', 'mail']));
    expect(await (await fetch(`${origin}/_sandbox/mailbox`)).text()).toContain('story?request=request-1');
    const led = await fetch(`${origin}/_sandbox/story?request=request-1`, { redirect: 'manual' });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/_sandbox/story/t%2F1']);
    expect((await fetch(`${origin}/_sandbox/story/none`)).status).toBe(404);
  });

  it('takes a form from its own pages alone', async () => {
    const post = (from: string) =>
      fetch(`${origin}/_sandbox/events/send`, {
        ...{ method: 'POST', redirect: 'manual', headers: { origin: from } },
        body: new URLSearchParams({ name: 'Paid', detail: '{"amount":5}' }),
      });
    sent.length = 0;
    // An origin that may use the services, as the front door knows it, but no page of this port.
    expect((await post('http://localhost:3000')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect(sent).toEqual([]);
    const answer = await fetch(`${origin}/_sandbox`);
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  });

  it('tells its health, and that it is not ready yet', async () => {
    const healthy = await fetch(`${origin}/_sandbox/health`);
    expect([healthy.status, await healthy.json()]).toEqual([
      200,
      {
        status: 'ok',
        stack: 'shop',
        endpoints: { web: 'http://localhost:3000', aws: 'http://localhost:4566' },
      },
    ]);
    stack.status = 'starting';
    expect((await fetch(`${origin}/_sandbox/health`)).status).toBe(503);
  });

  it('says what has failed, to programs and to people', async () => {
    Object.assign(stack, { status: 'failed', trouble: 'The engine <ended>; start again.' });
    const health = await fetch(`${origin}/_sandbox/health`);
    expect([health.status, await health.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'failed', trouble: 'The engine <ended>; start again.' }),
    ]);
    const text = await (await fetch(`${origin}/_sandbox`)).text();
    expect(text).toContain('shop has failed');
    expect(text).toContain('The engine &lt;ended&gt;; start again.');
  });

  it('says on each page what could not be built, until something else is said, and what was reloaded for a while', async () => {
    const page = async () => (await fetch(`${origin}/_sandbox`)).text();
    notice = { isTrouble: true, text: 'pay.ts:3: <expected>', at: 0 };
    expect(await page()).toMatch(/role="alert"><pre>pay\.ts:3: &lt;expected&gt;/);
    expect(await (await fetch(`${origin}/_sandbox/health`)).json()).toMatchObject({ notice });
    expect(await (await fetch(`${origin}/_sandbox/mail/one/html`)).text()).not.toContain('pay.ts');
    notice = { isTrouble: false, text: 'Reloaded: pay', at: Date.now() };
    expect(await page()).toContain('Reloaded: pay');
    notice = { ...notice, at: 0 };
    expect(await page()).not.toContain('Reloaded: pay');
    notice = undefined;
  });

  it('shows the alarms, first those that ring', async () => {
    const text = await (await fetch(`${origin}/_sandbox`)).text();
    expect(text).toMatch(/Letters<\/td><td><strong>ALARM<\/strong>.*Calm<\/td><td>OK</s);
  });

  it('lists mails as JSON, by address', async () => {
    const all = (await (await fetch(`${origin}/_sandbox/mail`)).json()) as ReceivedMail[];
    expect(all.map((one) => one.id)).toEqual(['one', 'two']);
    const mine = (await (
      await fetch(`${origin}/_sandbox/mail?to=ann%40example.com`)
    ).json()) as ReceivedMail[];
    expect(mine).toEqual([mail('one')]);
  });

  it('shows mails newest first with their codes ready to copy, and every text escaped', async () => {
    mails.push(mail('three', { subject: '<script>alert(1)</script>', to: ['"><img src=x>@example.com'] }));
    const text = await (await fetch(`${origin}/_sandbox/mailbox`)).text();
    expect(text.indexOf('mail-three')).toBeLessThan(text.indexOf('mail-one'));
    expect(text).toContain('data-code="123456"');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img src=x');
    const filtered = await (await fetch(`${origin}/_sandbox/mailbox?to=%22%3E%3Cb%3E`)).text();
    expect(filtered).toContain('No mail yet');
    expect(filtered).not.toContain('"><b>');
  });

  it('changes its version when a mail comes', async () => {
    const version = async () => (await fetch(`${origin}/_sandbox/mailbox/version`)).text();
    const before = await version();
    mails.push(mail('new'));
    expect(await version()).not.toBe(before);
  });

  it('gives an HTML mail a document that can run nothing', async () => {
    const answer = await fetch(`${origin}/_sandbox/mail/one/html`);
    expect(await answer.text()).toContain('<p>Enter <b>123456</b></p>');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox allow-popups/);
    expect(policy).not.toContain('allow-scripts');
    expect(policy).toContain("default-src 'none'");
    expect((await fetch(`${origin}/_sandbox/mail/none/html`)).status).toBe(404);
  });

  it('shows the stack on the start page', async () => {
    const answer = await fetch(`${origin}/_sandbox`);
    const text = await answer.text();
    for (const shown of [
      'shop is running',
      'export AWS_ENDPOINT_URL=http://localhost:4566',
      'export AWS_SECRET_ACCESS_KEY=secret',
      'shop-GetOrder',
      'Failures',
      'AWS::CloudWatch::Alarm',
    ]) {
      expect(text).toContain(shown);
    }
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const asset of ['console.css', 'mailbox.js']) {
      expect((await fetch(`${origin}/_sandbox/${asset}`)).status).toBe(200);
    }
  });

  it('refuses a foreign Host and a foreign page, and other methods than GET and POST', async () => {
    const status = await new Promise((resolve) => {
      httpGet(`${origin}/_sandbox/mail`, { headers: { host: 'evil.example.com' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    });
    expect(status).toBe(403);
    const foreign = { headers: { origin: 'http://evil.example' } };
    expect((await fetch(`${origin}/_sandbox/mail`, foreign)).status).toBe(403);
    expect((await fetch(`${origin}/photos`, foreign)).status).toBe(403);
    expect((await fetch(`${origin}/_sandbox/mail`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${origin}/_sandbox/mail`, { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await fetch(`${origin}/_sandbox/nothing`)).status).toBe(404);
  });
});

describe('makeWebPort', () => {
  it('leaves everything else to the distribution', async () => {
    expect(await (await fetch(`${origin}/photos`)).text()).toBe('app /photos');
    expect(await (await fetch(`${origin}/_sandboxed`)).text()).toBe('app /_sandboxed');
    hasDistribution = false;
    const answer = await fetch(`${origin}/photos`);
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining('AWS::CloudFront::Distribution'),
    ]);
  });

  it('answers 500 and reports when an origin fails', async () => {
    expect((await fetch(`${origin}/fails`)).status).toBe(500);
    expect(lines).toEqual([expect.stringContaining('origin down')]);
  });

  it('says what to do when its port is taken', async () => {
    const second = makeWebPort(dependencies);
    await expect(second.listen(Number(new URL(origin).port))).rejects.toThrow(
      /Port \d+ is in use: .* --port/,
    );
  });
});
