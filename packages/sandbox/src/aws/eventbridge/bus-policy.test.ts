import { EventStage } from '../../../test/event-stage.ts';

let stage: EventStage;
beforeEach(() => {
  stage = new EventStage();
});
afterEach(() => stage.remove());

const arn = 'arn:aws:events:eu-west-1:000000000000:event-bus/shop-Bus';
const allow = (Sid: string, change: object = {}) => ({
  ...{ Sid, Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: 'events:PutEvents', Resource: arn },
  ...change,
});
const add = (StatementId: string, properties: object) =>
  stage.make('AWS::Events::EventBusPolicy', StatementId, {
    EventBusName: 'shop-Bus',
    StatementId,
    ...properties,
  });
const shown = async (): Promise<unknown> => {
  const { Policy } = await stage.call('DescribeEventBus', { Name: 'shop-Bus' });
  return Policy === undefined ? undefined : JSON.parse(String(Policy));
};

describe('the policy of a bus', () => {
  it('holds what the bus says, and each statement that is added', async () => {
    await stage.make('AWS::Events::EventBus', 'Bus', {});
    expect([await shown(), stage.bridge.policyOf(arn)]).toEqual([undefined, undefined]);
    await stage.make('AWS::Events::EventBus', 'Bus', { Policy: { Statement: [allow('own')] } });
    await add('partner', { Statement: allow('ignored') });
    await add('everybody', {
      ...{ Action: 'events:PutEvents', Principal: '*' },
      Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' },
    });
    await add('account', { Action: 'events:PutEvents', Principal: '111111111111' });
    const Statement = [
      allow('own'),
      allow('partner'),
      allow('everybody', {
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      }),
      allow('account', { Principal: { AWS: 'arn:aws:iam::111111111111:root' } }),
    ];
    expect(await shown()).toEqual({ Version: '2012-10-17', Statement });
    expect(stage.bridge.policyOf(arn)?.statements.map(({ sid }) => sid)).toEqual([
      ...['own', 'partner', 'everybody', 'account'],
    ]);
    // A bus that is changed keeps what was added, and a statement that leaves takes none with it.
    await stage.make('AWS::Events::EventBus', 'Bus', { Description: 'a bus' });
    const provider = stage.bridge.resources.find(({ type }) => type === 'AWS::Events::EventBusPolicy');
    const named = { logicalId: 'p', physicalName: 'p', ref: 'partner', attributes: {} };
    await provider?.remove({ ...named, properties: { EventBusName: 'shop-Bus', StatementId: 'partner' } });
    expect(await shown()).toMatchObject({ Statement: [{ Sid: 'everybody' }, { Sid: 'account' }] });
  });

  it('is given and taken through the API, over restarts, until the template says something else', async () => {
    const make = async (Sid = 'own') => {
      await stage.make('AWS::Events::EventBus', 'Bus', { Policy: { Statement: [allow(Sid)] } });
      stage.bridge.start();
    };
    const sids = async () =>
      ((await shown()) as { Statement: { Sid: string }[] } | undefined)?.Statement.map(({ Sid }) => Sid);
    const bus = { EventBusName: 'shop-Bus' };
    const put = (StatementId: string) =>
      stage.call('PutPermission', {
        ...bus,
        StatementId,
        Action: 'events:PutEvents',
        Principal: '111111111111',
      });
    await make();
    await put('partner');
    await put('other');
    expect(await shown()).toMatchObject({
      Statement: [
        {},
        { Sid: 'partner', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Resource: arn },
        {},
      ],
    });
    await stage.call('RemovePermission', { ...bus, StatementId: 'own' });
    await stage.call('RemovePermission', { ...bus, StatementId: 'other' });
    stage.kill();
    stage.reopen();
    await make();
    expect(await sids()).toEqual(['partner']);
    await stage.call('PutPermission', { ...bus, Policy: JSON.stringify({ Statement: allow('whole') }) });
    expect(await sids()).toEqual(['whole']);
    await stage.call('RemovePermission', { ...bus, RemoveAllPermissions: true });
    stage.kill();
    stage.reopen();
    await make();
    expect(await sids()).toBeUndefined();
    stage.kill();
    stage.reopen();
    await make('new');
    expect(await sids()).toEqual(['new']);
  });

  it('is refused through the API as by EventBridge', async () => {
    await stage.make('AWS::Events::EventBus', 'Bus', {});
    const bus = { EventBusName: 'shop-Bus', StatementId: 'a' };
    const refusals: [string, object, string][] = [
      ['PutPermission', { ...bus, EventBusName: 'none' }, 'ResourceNotFoundException'],
      ['PutPermission', { ...bus, Action: 'events:PutEvents', Principal: 'somebody' }, 'ValidationException'],
      [
        'PutPermission',
        { EventBusName: 'shop-Bus', Action: 'events:PutEvents', Principal: '*' },
        'ValidationException',
      ],
      ['PutPermission', { ...bus, Policy: '{"Statement":[]}' }, 'ValidationException'],
      ['RemovePermission', bus, 'ResourceNotFoundException'],
    ];
    for (const [operation, input, code] of refusals)
      await expect(stage.call(operation, input)).rejects.toMatchObject({ code });
    await stage.call('PutPermission', { ...bus, Action: 'events:PutEvents', Principal: '*' });
    await expect(stage.call('RemovePermission', { ...bus, StatementId: 'b' })).rejects.toMatchObject({
      message: 'Statement with the provided id does not exist.',
    });
  });

  it('is refused when it is none', async () => {
    await stage.make('AWS::Events::EventBus', 'Bus', {});
    const invalid = { code: 'ValidationException' };
    await expect(add('a', { Statement: { Effect: 'Allow' } })).rejects.toMatchObject(invalid);
    await expect(add('a', { Principal: '*' })).rejects.toMatchObject(invalid);
    const Policy = { Statement: allow('own', { Principal: { Service: 's3' } }) };
    await expect(stage.make('AWS::Events::EventBus', 'Bus', { Policy })).rejects.toMatchObject(invalid);
    expect(await shown()).toBeUndefined();
  });
});
