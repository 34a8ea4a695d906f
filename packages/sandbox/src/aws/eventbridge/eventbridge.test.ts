import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AwsError } from '../../core/aws-error.ts';
import { makeRetryClock } from '../../core/retry-clock.ts';
import type { World } from '../../core/world.ts';
import { makeSqs, type Sqs } from '../sqs/sqs.ts';
import { type EventBridge, makeEventBridge } from './eventbridge.ts';

let folder: string;
let world: World;
let sqs: Sqs;
let bridge: EventBridge;
let reports: string[];
let invoked: { arn: string; payload: unknown }[];
let logged: string[];
let invoke: (arn: string) => Promise<void>;

const GOOD = 'arn:aws:lambda:eu-west-1:000000000000:function:good:live';
const BAD = 'arn:aws:lambda:eu-west-1:000000000000:function:bad:live';
const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

function open(speed = 1000): void {
  world = {
    region: 'eu-west-1',
    accountId: '000000000000',
    endpoint: 'http://127.0.0.1:4566',
    db: new DatabaseSync(join(folder, 'state.sqlite')),
    folder,
    now: Date.now,
    retryClock: makeRetryClock(speed),
    report: (line) => reports.push(line),
  };
  sqs = makeSqs(world);
  bridge = makeEventBridge(world, {
    invoker: {
      async invokeAsync(arn, payload) {
        await invoke(arn);
        invoked.push({ arn, payload: JSON.parse(payload) });
      },
    },
    queues: sqs.queues,
    logs: { write: (group, _, message) => logged.push(`${group}: ${message}`) },
  });
}

async function close(): Promise<void> {
  await bridge.stop();
  sqs.stop();
  world.db.close();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
  [reports, invoked, logged] = [[], [], []];
  invoke = async () => undefined;
  open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

async function make(type: string, logicalId: string, properties: unknown): Promise<string> {
  const provider = [...bridge.resources, ...sqs.resources].find((candidate) => candidate.type === type);
  if (!provider) throw new Error(`no provider for ${type}`);
  const { ref } = await provider.apply({
    logicalId,
    stackName: 'shop',
    physicalName: `shop-${logicalId}`,
    properties: provider.properties.parse(properties),
  });
  return ref;
}

const rule = (name: string, properties: object): Promise<string> =>
  make('AWS::Events::Rule', name, properties);
const queue = (name: string): Promise<string> => make('AWS::SQS::Queue', name, { QueueName: name });

/** Calls an operation as the edge does. */
async function call(operation: string, input: unknown): Promise<Record<string, unknown>> {
  let status = 0;
  let body = '';
  const request = Object.assign(
    (async function* () {
      yield Buffer.from(JSON.stringify(input));
    })(),
    { headers: { 'x-amz-target': `AWSEvents.${operation}` } },
  );
  const response = {
    writeHead: (code: number) => {
      status = code;
    },
    end: (text: string) => {
      body = text;
    },
  };
  await bridge.edge.handle({
    request,
    response,
    url: new URL(world.endpoint),
    requestId: 'r',
    caller: { arn: 'a', accessKeyId: 'k' },
  } as unknown as Parameters<typeof bridge.edge.handle>[0]);
  const answer = JSON.parse(body) as Record<string, unknown>;
  if (status !== 200) throw Object.assign(new Error(String(answer.message)), { code: answer.__type });
  return answer;
}

const entry = (detailType: string, detail: unknown = {}, more: object = {}) => ({
  Source: 'shop.orders',
  DetailType: detailType,
  Detail: JSON.stringify(detail),
  ...more,
});

async function eventually<Result>(
  look: () => Result | undefined | false,
  deadlineMs = 5_000,
): Promise<Result> {
  for (const end = Date.now() + deadlineMs; Date.now() < end; ) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it never came true');
}

const pendingCount = (): number =>
  Number(world.db.prepare('SELECT count(*) AS n FROM events_delivery').get()?.n);

describe('PutEvents', () => {
  it('reports each bad entry at its index and delivers the good ones', async () => {
    await rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    bridge.start();
    const answer = await call('PutEvents', {
      Entries: [
        entry('Placed', { n: 1 }, { Time: 1_700_000_000.75, Resources: ['r1'] }),
        { ...entry('Placed'), Detail: '{"n":' },
        { ...entry('Placed'), Detail: '[1]' },
        { ...entry('Placed'), Source: undefined },
        { ...entry('Placed'), Source: 'aws.s3' },
        entry('Placed', {}, { EventBusName: 'nowhere' }),
        { ...entry('Placed'), Detail: `{"a":${'['.repeat(1200)}${']'.repeat(1200)}}` },
      ],
    });
    expect(answer.FailedEntryCount).toBe(6);
    expect((answer.Entries as { ErrorCode?: string }[]).map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
      'MalformedDetail',
    ]);
    await eventually(() => invoked.length === 1);
    const [{ EventId } = {}] = answer.Entries as { EventId?: string }[];
    expect(invoked).toEqual([
      {
        arn: GOOD,
        payload: {
          version: '0',
          id: EventId,
          'detail-type': 'Placed',
          source: 'shop.orders',
          account: '000000000000',
          time: '2023-11-14T22:13:20Z',
          region: 'eu-west-1',
          resources: ['r1'],
          detail: { n: 1 },
        },
      },
    ]);
  });

  it('refuses a request as a whole that has too many entries or bytes', async () => {
    await expect(
      call('PutEvents', { Entries: Array.from({ length: 11 }, () => entry('x')) }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
    });
    const big = entry('x', { text: 'x'.repeat(600_000) });
    await expect(call('PutEvents', { Entries: [big, big] })).rejects.toThrow('over the limit');
  });

  it('stores the deliveries before it answers, and they go on after a restart', async () => {
    const declare = () =>
      rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    await declare();
    await call('PutEvents', { Entries: [entry('Placed', { n: 7 })] });
    expect(pendingCount()).toBe(1);
    world.db.close();
    open();
    await declare();
    bridge.start();
    await eventually(() => invoked.length === 1);
    expect(invoked[0]?.payload).toMatchObject({ detail: { n: 7 } });
    await eventually(() => pendingCount() === 0);
  });

  it('goes on with a retry that waited when the sandbox was killed', async () => {
    open(1);
    await rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: BAD }] });
    invoke = async () => Promise.reject(new Error('not now'));
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed')] });
    await eventually(() => world.db.prepare('SELECT 1 FROM events_delivery WHERE retries = 1').get());
    await close();
    invoke = async () => undefined;
    open();
    bridge.start();
    await eventually(() => invoked.length === 1);
    await eventually(() => pendingCount() === 0);
  });
});

describe('delivery', () => {
  it('retries, then dead-letters with the attributes of EventBridge, and holds up no other target', async () => {
    await queue('dead');
    await rule('both', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [
        {
          Id: 'bad',
          Arn: BAD,
          RetryPolicy: { MaximumRetryAttempts: 3 },
          DeadLetterConfig: { Arn: queueArn('dead') },
        },
        { Id: 'good', Arn: GOOD },
      ],
    });
    let attempts = 0;
    invoke = async (arn) => {
      if (arn !== BAD) return;
      attempts++;
      throw new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
    };
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await eventually(() => invoked.length === 1);
    const [dead] = await eventually(() => {
      const messages = sqs.queues.receive(queueArn('dead'), 1);
      return messages.length > 0 && messages;
    });
    expect(attempts).toBe(4);
    expect(JSON.parse(dead?.body ?? '')).toMatchObject({ 'detail-type': 'Placed', detail: { n: 1 } });
    const attributes = Object.fromEntries(
      Object.entries(dead?.messageAttributes ?? {}).map(([name, { stringValue }]) => [name, stringValue]),
    );
    expect(attributes).toEqual({
      RULE_ARN: 'arn:aws:events:eu-west-1:000000000000:rule/shop-both',
      TARGET_ARN: BAD,
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate exceeded',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '3',
    });
    await eventually(() => reports.some((line) => line.includes('dead-lettered') && line.includes('Placed')));
    expect(pendingCount()).toBe(0);
  });

  it('delivers to the others while one target never answers', async () => {
    await rule('both', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [
        { Id: 'stuck', Arn: BAD },
        { Id: 'good', Arn: GOOD },
      ],
    });
    invoke = (arn) => (arn === BAD ? new Promise(() => undefined) : Promise.resolve());
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed'), entry('Placed')] });
    await eventually(() => invoked.length === 2);
    expect(pendingCount()).toBe(2);
  });

  it('dead-letters at once when the target is gone', async () => {
    await queue('dead');
    await rule('gone', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 'q', Arn: queueArn('none'), DeadLetterConfig: { Arn: queueArn('dead') } }],
    });
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed')] });
    const [dead] = await eventually(() => {
      const messages = sqs.queues.receive(queueArn('dead'), 1);
      return messages.length > 0 && messages;
    });
    expect(dead?.messageAttributes).toMatchObject({
      ERROR_CODE: { stringValue: 'NO_RESOURCE' },
      RETRY_ATTEMPTS: { stringValue: '0' },
    });
    expect(dead?.messageAttributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('gives up when the event is too old, and says that it was dropped', async () => {
    await rule('old', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 't', Arn: BAD, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }],
    });
    invoke = async () => Promise.reject(new Error('down'));
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed')] });
    const line = await eventually(() => reports.find((report) => report.includes('dropped')));
    expect(line).toContain('no dead-letter queue');
    expect(pendingCount()).toBe(0);
  });

  it('reaches queues, log groups and other buses, with the input that the rule shapes', async () => {
    await queue('letters');
    await make('AWS::Events::EventBus', 'Other', { Name: 'other' });
    await rule('fan', {
      EventPattern: { 'detail-type': ['Placed'] },
      Targets: [
        { Id: 'q', Arn: queueArn('letters'), InputPath: '$.detail.order' },
        {
          Id: 'l',
          Arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/events/all:*',
          Input: '{"fixed":true}',
        },
        { Id: 'b', Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/other' },
      ],
    });
    await rule('far', {
      EventBusName: 'other',
      EventPattern: { detail: { order: { id: [{ exists: true }] } } },
      Targets: [
        {
          Id: 't',
          Arn: GOOD,
          InputTransformer: {
            InputPathsMap: { id: '$.detail.order.id', order: '$.detail.order', none: '$.detail.none' },
            InputTemplate: '{"text":"order <id> by <aws.events.rule-name>","order":<order>,"none":<none>}',
          },
        },
      ],
    });
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed', { order: { id: 'a"1' } })] });
    await eventually(() => invoked.length === 1);
    expect(invoked[0]?.payload).toEqual({
      text: 'order a"1 by shop-far',
      order: { id: 'a"1' },
      none: null,
    });
    expect(sqs.queues.receive(queueArn('letters'), 10).map(({ body }) => body)).toEqual(['{"id":"a\\"1"}']);
    expect(logged).toEqual(['/aws/events/all: {"fixed":true}']);
  });

  it('shows each event with its rules, and lets a wrapper stand around each attempt', async () => {
    await rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    const seen: unknown[] = [];
    bridge.onEvent(({ busName, event, ruleArns }) => seen.push([busName, event.source, ruleArns]));
    bridge.aroundDelivery(async (_, attempt) => {
      await attempt();
      await attempt();
    });
    bridge.start();
    await bridge.buses.publish('default', {
      source: 'shop.orders',
      'detail-type': 'Placed',
      time: '2026-01-01T00:00:00.900Z',
      resources: [],
      detail: {},
    });
    await eventually(() => invoked.length === 2);
    expect(invoked[0]?.payload).toMatchObject({ time: '2026-01-01T00:00:00Z' });
    expect(seen).toEqual([
      ['default', 'shop.orders', ['arn:aws:events:eu-west-1:000000000000:rule/shop-all']],
    ]);
  });
});

describe('rules', () => {
  it('are listed, described, disabled and enabled; a disabled one stays so over a restart', async () => {
    const properties = { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] };
    await rule('all', properties);
    await call('DisableRule', { Name: 'shop-all' });
    await close();
    open();
    await rule('all', properties);
    bridge.start();
    expect(await call('DescribeRule', { Name: 'shop-all' })).toMatchObject({
      State: 'DISABLED',
      EventPattern: '{"source":["shop.orders"]}',
    });
    await call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await call('EnableRule', { Name: 'shop-all' });
    await call('PutEvents', { Entries: [entry('Placed', { n: 2 })] });
    await eventually(() => invoked.length === 1);
    expect(invoked[0]?.payload).toMatchObject({ detail: { n: 2 } });
    expect(await call('ListTargetsByRule', { Rule: 'shop-all' })).toEqual({
      Targets: [{ Id: 't', Arn: GOOD }],
    });
  });

  it('test patterns and name what is wrong', async () => {
    const Event = JSON.stringify({ source: 'a' });
    expect(await call('TestEventPattern', { EventPattern: '{"source":["a"]}', Event })).toEqual({
      Result: true,
    });
    await expect(call('TestEventPattern', { EventPattern: '{"source":"a"}', Event })).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
    });
    await expect(rule('odd', { EventPattern: { a: [{ contains: 'x' }] } })).rejects.toThrow('Field "a"');
    await expect(
      rule('odd', {
        EventPattern: { a: ['x'] },
        Targets: [{ Id: 't', Arn: 'arn:aws:sns:eu-west-1:0:topic' }],
      }),
    ).rejects.toThrow('cannot deliver to a target of sns');
  });

  it('with a schedule fire in real time', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:30Z'), doNotFake: ['setImmediate', 'nextTick'] });
    try {
      world.now = Date.now;
      await rule('tick', { ScheduleExpression: 'cron(0/5 * * * ? *)', Targets: [{ Id: 't', Arn: GOOD }] });
      bridge.start();
      await jest.advanceTimersByTimeAsync(4 * 60_000);
      expect(invoked).toEqual([]);
      await jest.advanceTimersByTimeAsync(6 * 60_000);
      expect(invoked.map(({ payload }) => payload)).toEqual([
        expect.objectContaining({
          source: 'aws.events',
          'detail-type': 'Scheduled Event',
          time: '2026-01-01T00:05:00Z',
        }),
        expect.objectContaining({ time: '2026-01-01T00:10:00Z' }),
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('archives', () => {
  it('keep what matches and replay it to the chosen rules', async () => {
    const busArn = 'arn:aws:events:eu-west-1:000000000000:event-bus/default';
    await make('AWS::Events::Archive', 'Kept', {
      SourceArn: busArn,
      EventPattern: { 'detail-type': ['Placed'] },
      RetentionDays: 30,
    });
    bridge.start();
    await call('PutEvents', { Entries: [entry('Placed', { n: 1 }), entry('Shipped', { n: 2 })] });
    expect(await call('DescribeArchive', { ArchiveName: 'shop-Kept' })).toMatchObject({ EventCount: 1 });
    await rule('late', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    await rule('other', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: BAD }] });
    const seconds = Math.floor(Date.now() / 1000);
    await call('StartReplay', {
      ReplayName: 'again',
      EventSourceArn: 'arn:aws:events:eu-west-1:000000000000:archive/shop-Kept',
      EventStartTime: seconds - 60,
      EventEndTime: seconds + 60,
      Destination: { Arn: busArn, FilterArns: ['arn:aws:events:eu-west-1:000000000000:rule/shop-late'] },
    });
    await eventually(() => invoked.length === 1);
    expect(invoked).toEqual([
      { arn: GOOD, payload: expect.objectContaining({ 'replay-name': 'again', detail: { n: 1 } }) },
    ]);
    expect(await call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({ State: 'COMPLETED' });
    expect(await call('DescribeArchive', { ArchiveName: 'shop-Kept' })).toMatchObject({ EventCount: 1 });
  });
});
