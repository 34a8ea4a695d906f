import { eventually } from '../../../../testing/src/eventually.ts';
import { BAD, EventStage, entry, GOOD } from '../../../test/event-stage.ts';
import { roleSession, servicePrincipal } from '../../core/principal.ts';

let stage: EventStage;
beforeEach(() => {
  stage = new EventStage();
});
afterEach(() => stage.remove());

describe('rules', () => {
  it('are listed, described, disabled and enabled; a disabled one stays so over a restart', async () => {
    const properties = { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] };
    await stage.rule('all', properties);
    await stage.call('DisableRule', { Name: 'shop-all' });
    await stage.close();
    stage.reopen();
    await stage.rule('all', properties);
    stage.bridge.start();
    expect(await stage.call('DescribeRule', { Name: 'shop-all' })).toMatchObject({
      State: 'DISABLED',
      EventPattern: '{"source":["shop.orders"]}',
    });
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await stage.call('EnableRule', { Name: 'shop-all' });
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 2 })] });
    await eventually(() => stage.invoked.length === 1);
    expect(stage.invoked[0]?.payload).toMatchObject({ detail: { n: 2 } });
    expect(await stage.call('ListTargetsByRule', { Rule: 'shop-all' })).toEqual({
      Targets: [{ Id: 't', Arn: GOOD }],
    });
  });

  it('call their targets by themselves, or under the role that is given', async () => {
    const role = (name: string): string => `arn:aws:iam::000000000000:role/path/${name}`;
    const EventPattern = { source: ['shop.orders'] };
    await stage.rule('bare', { EventPattern, Targets: [{ Id: 't', Arn: GOOD }] });
    await stage.rule('own', { EventPattern, RoleArn: role('rules'), Targets: [{ Id: 't', Arn: GOOD }] });
    const target = { Id: 't', Arn: GOOD, RoleArn: role('targets') };
    await stage.rule('both', { EventPattern, RoleArn: role('rules'), Targets: [target] });
    const described = await stage.call('DescribeRule', { Name: 'shop-own' });
    expect(described.RoleArn).toBe(role('rules'));
    // Once kept for later, and once at once.
    for (const start of [() => stage.bridge.start(), () => undefined]) {
      await stage.call('PutEvents', { Entries: [entry('Placed', {})] });
      start();
      await eventually(() => stage.callers.length === 3);
      expect(stage.callers.splice(0)).toEqual([
        servicePrincipal('events', 'arn:aws:events:eu-west-1:000000000000:rule/shop-bare', '000000000000'),
        roleSession(role('rules'), 'shop-own'),
        roleSession(role('targets'), 'shop-both'),
      ]);
    }
    expect(roleSession(role('rules'), 'shop-own').arn).toBe(
      'arn:aws:sts::000000000000:assumed-role/rules/shop-own',
    );
  });

  it('tell topics what happened', async () => {
    const Arn = 'arn:aws:sns:eu-west-1:000000000000:news';
    await stage.rule('tell', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 't', Arn, InputPath: '$.detail' }],
    });
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 1 })] });
    await eventually(() => stage.told.length === 1);
    expect(stage.told).toEqual([`${Arn}: {"n":1}`]);
  });

  it('test patterns and name what is wrong', async () => {
    const Event = JSON.stringify({ source: 'a' });
    expect(await stage.call('TestEventPattern', { EventPattern: '{"source":["a"]}', Event })).toEqual({
      Result: true,
    });
    await expect(
      stage.call('TestEventPattern', { EventPattern: '{"source":"a"}', Event }),
    ).rejects.toMatchObject({
      code: 'InvalidEventPatternException',
    });
    await expect(stage.rule('odd', { EventPattern: { a: [{ contains: 'x' }] } })).rejects.toThrow(
      'Field "a"',
    );
    await expect(
      stage.rule('odd', {
        EventPattern: { a: ['x'] },
        Targets: [{ Id: 't', Arn: 'arn:aws:kinesis:eu-west-1:0:stream/s' }],
      }),
    ).rejects.toThrow('cannot deliver to a target of kinesis');
  });

  it('with a schedule fire in real time', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:30Z'), doNotFake: ['setImmediate', 'nextTick'] });
    try {
      await stage.rule('tick', {
        ScheduleExpression: 'cron(0/5 * * * ? *)',
        Targets: [{ Id: 't', Arn: GOOD }],
      });
      stage.bridge.start();
      await jest.advanceTimersByTimeAsync(4 * 60_000);
      expect(stage.invoked).toEqual([]);
      await jest.advanceTimersByTimeAsync(6 * 60_000);
      expect(stage.invoked.map(({ payload }) => payload)).toEqual([
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
    await stage.make('AWS::Events::Archive', 'Kept', {
      SourceArn: busArn,
      EventPattern: { 'detail-type': ['Placed'] },
      RetentionDays: 30,
    });
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 1 }), entry('Shipped', { n: 2 })] });
    expect(await stage.call('DescribeArchive', { ArchiveName: 'shop-Kept' })).toMatchObject({
      EventCount: 1,
    });
    await stage.rule('late', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 't', Arn: GOOD }],
    });
    await stage.rule('other', {
      EventPattern: { source: ['shop.orders'] },
      Targets: [{ Id: 't', Arn: BAD }],
    });
    const seconds = Math.floor(Date.now() / 1000);
    await stage.call('StartReplay', {
      ReplayName: 'again',
      EventSourceArn: 'arn:aws:events:eu-west-1:000000000000:archive/shop-Kept',
      EventStartTime: seconds - 60,
      EventEndTime: seconds + 60,
      Destination: { Arn: busArn, FilterArns: ['arn:aws:events:eu-west-1:000000000000:rule/shop-late'] },
    });
    await eventually(() => stage.invoked.length === 1);
    expect(stage.invoked).toEqual([
      { arn: GOOD, payload: expect.objectContaining({ 'replay-name': 'again', detail: { n: 1 } }) },
    ]);
    expect(await stage.call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({ State: 'COMPLETED' });
    expect(await stage.call('DescribeArchive', { ArchiveName: 'shop-Kept' })).toMatchObject({
      EventCount: 1,
    });
  });
});
