import type { Graph } from '../src/architecture/graph.ts';
import { lookAt } from '../src/aws/eventbridge/events-look.ts';
import type { Interventions } from '../src/changes/interventions.ts';
import { makeConsole } from '../src/console/console.ts';
import type { Guide } from '../src/console/guide.ts';
import type { ReceivedMail } from '../src/console/mailbox-page.ts';
import type { Notice } from '../src/console/notice.ts';
import type { StackView } from '../src/console/start-page.ts';
import { makeWebPort, type WebPort, type WebPortDependencies } from '../src/console/web-port.ts';
import { makeAccess } from '../src/core/access.ts';
import type { HttpAnswer } from '../src/core/http-answer.ts';
import type { HttpRequest } from '../src/core/http-request.ts';
import type { Fact } from '../src/core/observe.ts';
import { makeFactRing } from '../src/facts/fact-ring.ts';
import { makeFrontDoor } from '../src/gateway/front-door.ts';

export const mail = (id: string, change: Partial<ReceivedMail> = {}): ReceivedMail => ({
  id,
  from: 'Shop <noreply@example.com>',
  to: ['ann@example.com'],
  subject: 'Your code',
  text: 'Enter 123456 please.',
  html: '<p>Enter <b>123456</b></p>',
  sentAt: '2026-11-21T12:00:00.000Z',
  ...change,
});

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
  look: {
    css: '@font-face { font-family: Shop; src: url("/_sandbox/look/shop.woff2"); }',
    files: new Map([['shop.woff2', { type: 'font/woff2', bytes: Buffer.from([0x77, 0xff, 0x00]) }]]),
  },
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

/** A console over fakes on a port of its own, for the tests of a file; what it shows is what these say. */
export function consoleStage() {
  const listeners = new Set<(fact: Fact) => void>();
  const observe = {
    listen(listener: (fact: Fact) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let port: WebPort;
  const access = makeAccess();
  const stage = {
    origin: '',
    busArn: bus.arn,
    mails: [] as ReceivedMail[],
    stack: {} as StackView,
    notice: undefined as Notice | undefined,
    hasDistribution: true,
    /** Events that were sent from its pages. */
    sent: [] as object[],
    /** What was reported. */
    lines: [] as string[],
    dependencies: {} as WebPortDependencies,
    access,
    happen(fact: Fact): void {
      for (const listener of listeners) listener(fact);
    },
  };

  beforeAll(async () => {
    const sandboxConsole = makeConsole({
      mailbox: {
        list: ({ to } = {}) => stage.mails.filter((one) => to === undefined || one.to.includes(to)),
        get: (id) => stage.mails.find((one) => one.id === id),
      },
      stack: () => stage.stack,
      architecture: () => graph,
      facts: makeFactRing(observe),
      calls: {
        listen: access.listen,
        functionArn: (name) => (name === 'shop-Pay' ? 'arn:pay' : undefined),
      },
      events: {
        look: lookAt(
          { buses: () => [bus], rulesOf: () => rules },
          { holding: () => [], list: () => [], totals: () => ({ EventCount: 0, SizeBytes: 0 }) },
        ),
        send(busName, event) {
          stage.sent.push({ busName, ...event });
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
      notice: () => stage.notice,
      functions: {
        ...{ looks: () => [], lastCall: () => undefined, grantsOf: () => [] },
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
        return stage.hasDistribution
          ? { status: 200, headers: {}, body: Buffer.from(`app ${target}`) }
          : undefined;
      },
    };
    stage.dependencies = {
      frontDoor: Promise.resolve(makeFrontDoor({ webPort: 3000 })),
      console: Promise.resolve(sandboxConsole),
      distribution: Promise.resolve(distribution),
      report: (line) => void stage.lines.push(line),
    };
    port = makeWebPort(stage.dependencies);
    stage.origin = `http://127.0.0.1:${await port.listen(0)}`;
  });
  beforeEach(() => {
    stage.hasDistribution = true;
    stage.mails = [mail('one'), mail('two', { to: ['bob@example.com'], subject: 'Welcome' })];
    stage.stack = {
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
  return stage;
}
