import { eventually } from '../../../../testing/src/eventually.ts';
import { BAD, EventStage, entry, GOOD } from '../../../test/event-stage.ts';

let stage: EventStage;
beforeEach(() => {
  stage = new EventStage();
});
afterEach(() => stage.remove());

describe('PutEvents', () => {
  it('reports each bad entry at its index and delivers the good ones', async () => {
    await stage.rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    stage.bridge.start();
    const answer = await stage.call('PutEvents', {
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
    expect(answer.FailedEntryCount).toBe(5);
    expect((answer.Entries as { ErrorCode?: string }[]).map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      // For a bus that does not exist: taken, and lost.
      undefined,
      'MalformedDetail',
    ]);
    await eventually(() => stage.invoked.length === 1);
    const [{ EventId } = {}] = answer.Entries as { EventId?: string }[];
    expect(stage.invoked).toEqual([
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
      stage.call('PutEvents', { Entries: Array.from({ length: 11 }, () => entry('x')) }),
    ).rejects.toMatchObject({
      code: 'ValidationException',
    });
    const big = entry('x', { text: 'x'.repeat(600_000) });
    await expect(stage.call('PutEvents', { Entries: [big, big] })).rejects.toThrow('over the limit');
  });

  it('stores the deliveries before it answers, and they go on after a restart', async () => {
    const declare = () =>
      stage.rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: GOOD }] });
    await declare();
    await stage.call('PutEvents', { Entries: [entry('Placed', { n: 7 })] });
    expect(stage.pendingCount()).toBe(1);
    stage.kill();
    stage.reopen();
    await declare();
    stage.bridge.start();
    await eventually(() => stage.invoked.length === 1);
    expect(stage.invoked[0]?.payload).toMatchObject({ detail: { n: 7 } });
    await eventually(() => stage.pendingCount() === 0);
  });

  it('goes on with a retry that waited when the sandbox was killed', async () => {
    await stage.close();
    stage.reopen(1);
    await stage.rule('all', { EventPattern: { source: ['shop.orders'] }, Targets: [{ Id: 't', Arn: BAD }] });
    stage.invoke = () => {
      throw new Error('not now');
    };
    stage.bridge.start();
    await stage.call('PutEvents', { Entries: [entry('Placed')] });
    await eventually(() => stage.world.db.prepare('SELECT 1 FROM work WHERE failures = 1').get() ?? false);
    await stage.close();
    stage.invoke = () => undefined;
    stage.reopen();
    stage.bridge.start();
    await eventually(() => stage.invoked.length === 1);
    await eventually(() => stage.pendingCount() === 0);
  });
});
