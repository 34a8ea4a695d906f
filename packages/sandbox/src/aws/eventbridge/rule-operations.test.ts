import { eventually } from '../../../../testing/src/eventually.ts';
import { EventStage, entry, GOOD, queueArn } from '../../../test/event-stage.ts';

let stage: EventStage;
beforeEach(() => {
  stage = new EventStage();
  stage.bridge.start();
});
afterEach(() => stage.remove());

const EventPattern = JSON.stringify({ source: ['shop.orders'] });
const put = (Name: string, more: object = {}) => stage.call('PutRule', { Name, EventPattern, ...more });
const aim = (Rule: string, ...Targets: object[]) => stage.call('PutTargets', { Rule, Targets });
const target = (Id: string, more: object = {}) => ({ Id, Arn: GOOD, ...more });
const send = () => stage.call('PutEvents', { Entries: [entry('Placed')] });
const names = async () =>
  ((await stage.call('ListRules', {})).Rules as { Name: string }[]).map(({ Name }) => Name);

describe('rules made through the API', () => {
  it('deliver from their first target on, until it is removed', async () => {
    const { RuleArn } = await put('all');
    expect(RuleArn).toBe('arn:aws:events:eu-west-1:000000000000:rule/all');
    expect(await aim('all', target('t'))).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
    await send();
    await eventually(() => expect(stage.invoked).toHaveLength(1));
    await expect(stage.call('DeleteRule', { Name: 'all' })).rejects.toThrow('since it has targets');
    await stage.call('RemoveTargets', { Rule: 'all', Ids: ['t'] });
    await send();
    expect((await stage.call('ListTargetsByRule', { Rule: 'all' })).Targets).toEqual([]);
    await stage.call('DeleteRule', { Name: 'all' });
    expect(await names()).toEqual([]);
    await stage.call('DeleteRule', { Name: 'all' });
    expect(stage.invoked).toHaveLength(1);
  });

  it('keep their targets when they are put again', async () => {
    await put('all');
    await aim('all', target('t'));
    await put('all', { Description: 'again', State: 'DISABLED' });
    expect(await stage.call('DescribeRule', { Name: 'all' })).toMatchObject({
      Description: 'again',
      State: 'DISABLED',
    });
    expect((await stage.call('ListTargetsByRule', { Rule: 'all' })).Targets).toHaveLength(1);
  });

  it('are there after a restart, and over those of the template until it says something else', async () => {
    const declared = (Description: string) =>
      stage.rule('declared', { Name: 'declared', Description, EventPattern: { source: ['a'] } });
    await declared('first');
    await put('own');
    await aim('own', target('t'));
    await put('declared', { Description: 'by hand' });
    await stage.call('DisableRule', { Name: 'declared' });
    const describe = () => stage.call('DescribeRule', { Name: 'declared' });

    stage.kill();
    stage.reopen();
    await declared('first');
    stage.bridge.start();
    expect(await describe()).toMatchObject({ Description: 'by hand', State: 'DISABLED' });
    expect((await stage.call('ListTargetsByRule', { Rule: 'own' })).Targets).toHaveLength(1);

    stage.kill();
    stage.reopen();
    await declared('second');
    stage.bridge.start();
    expect(await describe()).toMatchObject({ Description: 'second', State: 'ENABLED' });
    await stage.call('DeleteRule', { Name: 'declared' });

    stage.kill();
    stage.reopen();
    await declared('second');
    stage.bridge.start();
    expect(await names()).toEqual(['own']);
  });

  it.each<[string, object, string, RegExp]>([
    ['a name with a blank', { Name: 'a b' }, 'ValidationException', /at 'name' failed to satisfy/],
    ['neither pattern nor schedule', { EventPattern: undefined }, 'ValidationException', /must be specified/],
    [
      'a pattern that is no JSON',
      { EventPattern: '{' },
      'InvalidEventPatternException',
      /^Event pattern is not valid/,
    ],
    [
      'a pattern with a bare value',
      { EventPattern: '{"source":"a"}' },
      'InvalidEventPatternException',
      /source/,
    ],
    [
      'a schedule that is none',
      { ScheduleExpression: 'cron(INVALID)' },
      'ValidationException',
      /ScheduleExpression is not valid/,
    ],
    [
      'a bus that is not there',
      { EventBusName: 'none' },
      'ResourceNotFoundException',
      /Event bus none does not exist/,
    ],
  ])('refuses %s', async (_what, change, code, message) => {
    await expect(put('bad', change)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each<[string, object[], string, RegExp]>([
    [
      'an id with other characters',
      [target('!@#')],
      'ValidationException',
      /targets\.1\.member\.id.*\[\\\.\\-_A-Za-z0-9\]/,
    ],
    [
      'an id that is too long',
      [target('x'.repeat(65))],
      'ValidationException',
      /length less than or equal to 64/,
    ],
    [
      'two kinds of input',
      [target('t', { Input: '{}', InputPath: '$' })],
      'ValidationException',
      /Only one of Input, InputPath, or InputTransformer must be provided for target t/,
    ],
    [
      'a placeholder of nothing',
      [target('t', { InputTransformer: { InputTemplate: '"<who>"' } })],
      'ValidationException',
      /target t contains invalid placeholder who/,
    ],
    [
      'six targets',
      Array.from({ length: 6 }, (_, n) => target(`t${n}`)),
      'LimitExceededException',
      /exceeds the maximum/,
    ],
    [
      'what the sandbox cannot reach',
      [{ Id: 't', Arn: 'arn:aws:kinesis:eu-west-1:000000000000:stream/x' }],
      'ValidationException',
      /cannot deliver to a target of kinesis/,
    ],
  ])('refuses %s as a target', async (_what, targets, code, message) => {
    await put('all');
    await expect(aim('all', ...targets)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    await expect(aim('none', target('t'))).rejects.toThrow('Rule none does not exist on EventBus default.');
  });

  it('are listed page by page, as buses, targets and archives are', async () => {
    for (const name of ['a', 'b', 'c']) await put(name);
    await aim('a', target('1'), target('2'));
    for (const name of ['a', 'b']) await aim(name, target('t'));
    const first = await stage.call('ListRules', { Limit: 2 });
    expect(first.Rules).toHaveLength(2);
    const rest = await stage.call('ListRules', { Limit: 2, NextToken: first.NextToken });
    expect(rest).toEqual({ Rules: [expect.objectContaining({ Name: 'c' })] });
    expect(await stage.call('ListTargetsByRule', { Rule: 'a', Limit: 2 })).toMatchObject({
      NextToken: expect.any(String),
    });
    expect(await stage.call('ListRuleNamesByTarget', { TargetArn: GOOD, Limit: 1 })).toEqual({
      RuleNames: ['a'],
      NextToken: expect.any(String),
    });
    expect(await stage.call('DescribeEventBus', {})).toMatchObject({ Name: 'default' });
    expect(await stage.call('ListEventBuses', { Limit: 1 })).toMatchObject({
      EventBuses: [{ Name: 'default' }],
    });
    await expect(stage.call('ListRules', { Limit: 0 })).rejects.toMatchObject({
      code: 'ValidationException',
    });
    await expect(stage.call('ListRules', { NextToken: '?' })).rejects.toMatchObject({
      code: 'ValidationException',
    });
  });
});

describe('input transformers', () => {
  it('tell an event without its detail from all of it', async () => {
    await put('all');
    const InputTemplate = '{"event": <aws.events.event>, "json": <aws.events.event.json>}';
    await aim('all', target('t', { InputTransformer: { InputTemplate } }));
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await eventually(() => expect(stage.invoked).toHaveLength(1));
    const [invoked] = stage.invoked as { payload: Record<string, Record<string, unknown>> }[];
    const { event, json } = invoked?.payload ?? {};
    expect(event).toMatchObject({ detailType: 'Placed', source: 'shop.orders' });
    expect(event).not.toHaveProperty('detail');
    expect(json).toMatchObject({ 'detail-type': 'Placed', detail: { n: 1 } });
  });
});

describe('archives made through the API', () => {
  const bus = 'arn:aws:events:eu-west-1:000000000000:event-bus/default';
  const create = (more: object = {}) =>
    stage.call('CreateArchive', { ArchiveName: 'past', EventSourceArn: bus, RetentionDays: 1, ...more });

  it('keep events from then on, replay them, and are there after a restart', async () => {
    expect(await create({ EventPattern })).toMatchObject({
      ArchiveArn: 'arn:aws:events:eu-west-1:000000000000:archive/past',
      State: 'ENABLED',
    });
    await send();
    stage.kill();
    stage.reopen();
    stage.bridge.start();
    expect(await stage.call('DescribeArchive', { ArchiveName: 'past' })).toMatchObject({
      EventCount: 1,
      RetentionDays: 1,
    });
    expect((await stage.call('ListArchives', { EventSourceArn: bus })).Archives).toHaveLength(1);
    await stage.call('DeleteArchive', { ArchiveName: 'past' });
    expect((await stage.call('ListArchives', {})).Archives).toEqual([]);
  });

  it('refuse what EventBridge refuses', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'Archive past already exists.',
    });
    await expect(create({ ArchiveName: 'x', EventSourceArn: `${bus}2` })).rejects.toThrow(
      'Event bus default2 does not exist.',
    );
    await expect(create({ ArchiveName: 'x', EventPattern: '{' })).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
    });
    await expect(create({ ArchiveName: 'a b' })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(stage.call('ListArchives', { EventSourceArn: 'none' })).rejects.toThrow(
      'Event bus none does not exist.',
    );
  });

  it('are replayed only as EventBridge does it, and the replays are listed', async () => {
    const { ArchiveArn } = await create();
    await send();
    const start = (ReplayName: string, more: object = {}) =>
      stage.call('StartReplay', {
        ...{
          ReplayName,
          EventSourceArn: ArchiveArn,
          EventStartTime: 0,
          EventEndTime: Date.now() / 1000 + 60,
        },
        ...{ Destination: { Arn: bus }, ...more },
      });
    await start('one');
    await start('two');
    await expect(start('one')).rejects.toThrow('Replay one already exists.');
    await expect(start('x', { EventEndTime: 0 })).rejects.toThrow(
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    );
    await expect(start('x', { EventSourceArn: `${ArchiveArn}2` })).rejects.toThrow(
      'Parameter EventSourceArn is not valid. Reason: Archive past2 does not exist.',
    );
    await expect(start('x', { Destination: { Arn: `${bus}2` } })).rejects.toThrow(
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    );
    const list = async (input: object = {}) => await stage.call('ListReplays', input);
    expect(await list()).toEqual({
      Replays: ['one', 'two'].map((ReplayName) =>
        expect.objectContaining({ ReplayName, State: 'COMPLETED' }),
      ),
    });
    expect((await list({ Limit: 1 })).NextToken).toEqual(expect.any(String));
    expect((await list({ NamePrefix: 't', EventSourceArn: ArchiveArn })).Replays).toHaveLength(1);
    expect((await list({ State: 'FAILED' })).Replays).toEqual([]);
  });
});

describe('a queue as a target', () => {
  it('refuses an event over its size, which goes to the dead letters', async () => {
    await stage.make('AWS::SQS::Queue', 'small', { QueueName: 'small', MaximumMessageSize: 1024 });
    await stage.queue('dead');
    await put('all');
    await aim('all', { Id: 't', Arn: queueArn('small'), DeadLetterConfig: { Arn: queueArn('dead') } });
    await stage.call('PutEvents', { Entries: [entry('Placed', { text: 'x'.repeat(2000) })] });
    await eventually(() => expect(stage.sqs.counts(queueArn('dead')).visible).toBe(1));
    expect(stage.sqs.counts(queueArn('small')).visible).toBe(0);
  });
});
