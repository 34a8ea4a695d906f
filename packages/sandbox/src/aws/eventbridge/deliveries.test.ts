import { eventually } from '../../../../testing/src/eventually.ts';
import { BAD, EventStage, entry, GOOD, queueArn } from '../../../test/event-stage.ts';
import { someone } from '../../../test/someone.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { Fact } from '../../core/observe.ts';

let stage: EventStage;
beforeEach(() => {
  stage = new EventStage();
});
afterEach(() => stage.remove());

describe('delivery', () => {
  it('retries, then dead-letters with the attributes of EventBridge, and holds up no other target', async () => {
    await stage.queue('dead');
    await stage.rule('both', {
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
    stage.invoke = (arn) => {
      if (arn !== BAD) return;
      attempts++;
      throw new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
    };
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await eventually(() => stage.invoked.length === 1);
    const [dead] = await eventually(() => {
      const messages = stage.sqs.queues.receive(someone, queueArn('dead'), 1);
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
    await eventually(() =>
      stage.reports.some((line) => line.includes('dead-lettered') && line.includes('Placed')),
    );
    expect(stage.pendingCount()).toBe(0);
  });

  it('delivers to the others while one target never answers', async () => {
    await stage.rule('both', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [
        { Id: 'stuck', Arn: BAD },
        { Id: 'good', Arn: GOOD },
      ],
    });
    stage.world.work.around(({ target }, attempt) =>
      target === BAD ? new Promise(() => undefined) : attempt(),
    );
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed'), entry('Placed')] });
    await eventually(() => stage.invoked.length === 2);
    await eventually(() => stage.pendingCount() === 2);
  });

  it('dead-letters at once when the target is gone', async () => {
    await stage.queue('dead');
    await stage.rule('gone', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 'q', Arn: queueArn('none'), DeadLetterConfig: { Arn: queueArn('dead') } }],
    });
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed')] });
    const [dead] = await eventually(() => {
      const messages = stage.sqs.queues.receive(someone, queueArn('dead'), 1);
      return messages.length > 0 && messages;
    });
    expect(dead?.messageAttributes).toMatchObject({
      ERROR_CODE: { stringValue: 'NO_RESOURCE' },
      RETRY_ATTEMPTS: { stringValue: '0' },
    });
    expect(dead?.messageAttributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('gives up when the event is too old, and says that it was dropped', async () => {
    await stage.rule('old', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 't', Arn: BAD, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }],
    });
    stage.invoke = () => {
      throw new Error('down');
    };
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed')] });
    const line = await eventually(() => stage.reports.find((report) => report.includes('dropped')) ?? false);
    expect(line).toContain('no dead-letter queue');
    expect(stage.pendingCount()).toBe(0);
  });

  it('reaches queues, log groups and other buses, with the input that the rule shapes', async () => {
    await stage.queue('letters');
    await stage.make('AWS::Events::EventBus', 'Other', { Name: 'other' });
    await stage.rule('fan', {
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
    await stage.rule('far', {
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
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed', { order: { id: 'a"1' } })] });
    await eventually(() => stage.invoked.length === 1);
    expect(stage.invoked[0]?.payload).toEqual({
      text: 'order a"1 by shop-far',
      order: { id: 'a"1' },
      none: null,
    });
    expect(stage.sqs.queues.receive(someone, queueArn('letters'), 10).map(({ body }) => body)).toEqual([
      '{"id":"a\\"1"}',
    ]);
    expect(stage.logged).toEqual(['/aws/events/all: {"fixed":true}']);
  });

  const placed = {
    source: 'shop.orders',
    'detail-type': 'Placed',
    time: '2026-01-01T00:00:00.900Z',
    resources: [],
    detail: {},
  };

  it('hands an event over in the transaction that accepts it, and tells it from end to end', async () => {
    await stage.rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    const facts: Fact[] = [];
    stage.world.observe.listen((fact) => facts.push(fact));
    stage.bridge.start();
    stage.bridge.buses.publish(someone, 'default', placed);
    expect([stage.invoked.length, stage.pendingCount()]).toEqual([1, 0]);
    expect(stage.invoked[0]?.payload).toMatchObject({ time: '2026-01-01T00:00:00Z' });
    const id = (stage.invoked[0]?.payload as { id: string } | undefined)?.id ?? '';
    const event = { kind: 'event', id };
    const read = (fact: Fact) =>
      'content' in fact ? { ...fact, content: JSON.parse(fact.content ?? '') } : fact;
    expect(facts.map(read).map(({ at: _, ...fact }) => fact)).toEqual([
      {
        ...{
          fact: 'accepted',
          work: event,
          target: 'arn:aws:events:eu-west-1:000000000000:event-bus/default',
        },
        content: stage.invoked[0]?.payload,
      },
      {
        ...{ fact: 'matched', work: event, target: GOOD },
        ruleArn: 'arn:aws:events:eu-west-1:000000000000:rule/shop-all',
      },
      {
        ...{ fact: 'handed-over', work: { kind: 'delivery', id }, target: GOOD, cause: event },
        became: { kind: 'invocation', id: 'r1' },
      },
    ]);
  });

  it('says of a message in a queue which event it came from', async () => {
    await stage.queue('letters');
    const target = queueArn('letters');
    await stage.rule('all', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 'q', Arn: target }],
    });
    const facts: Fact[] = [];
    stage.world.observe.listen((fact) => facts.push(fact));
    stage.bridge.start();
    const id = stage.bridge.buses.publish(someone, 'default', placed);
    const [{ messageId = '' } = {}] = stage.sqs.queues.receive(someone, target, 1);
    const [cause, message] = [
      { kind: 'event', id },
      { kind: 'message', id: messageId },
    ];
    expect(facts.slice(2)).toMatchObject([
      { fact: 'accepted', work: message, target, cause },
      { fact: 'handed-over', target, became: message },
    ]);
  });

  it('accepts nothing when what a target stores cannot be kept', async () => {
    await stage.queue('letters');
    await stage.rule('all', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 'q', Arn: queueArn('letters') }],
    });
    stage.bridge.start();
    expect(() =>
      stage.world.transaction(() => {
        stage.bridge.buses.publish(someone, 'default', placed);
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(stage.sqs.queues.receive(someone, queueArn('letters'), 10)).toEqual([]);
    stage.bridge.buses.publish(someone, 'default', placed);
    expect(stage.sqs.queues.receive(someone, queueArn('letters'), 10)).toHaveLength(1);
  });

  it('lets a wrapper see each attempt, repeat it and fail it', async () => {
    await stage.rule('all', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [
        { Id: 'twice', Arn: GOOD },
        { Id: 'never', Arn: BAD, RetryPolicy: { MaximumRetryAttempts: 0 } },
      ],
    });
    stage.bridge.start();
    stage.world.work.around(async ({ target }, attempt) => {
      if (target === BAD) return { is: 'failed', error: { code: 'THROTTLING', message: 'injected' } };
      await attempt();
      return attempt();
    });
    stage.bridge.buses.publish(someone, 'default', placed);
    await eventually(() => stage.invoked.length === 2);
    expect(stage.invoked.map(({ arn }) => arn)).toEqual([GOOD, GOOD]);
    await eventually(() => stage.reports.some((line) => line.includes('THROTTLING after 0 retries')));
  });
});
