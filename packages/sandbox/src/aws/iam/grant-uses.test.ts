import { makeAccess } from '../../core/access.ts';
import { type Policy, readPolicy } from '../../core/policy.ts';
import { roleSession, servicePrincipal } from '../../core/principal.ts';
import { countGrantUses, isTold } from './grant-uses.ts';

const roleArn = 'arn:aws:iam::0:role/pay';
const caller = roleSession(roleArn, 'pay');
const bills = 'arn:aws:dynamodb:x:0:table/bills';
const policy = (...Statement: object[]): Policy => readPolicy({ Version: '2012-10-17', Statement }, 'role');

let now = 1;
function counted(statements: object[]) {
  const access = makeAccess();
  let policies = [policy(...statements)];
  const uses = countGrantUses(
    access,
    (arn) => (arn === roleArn ? policies : []),
    () => now++,
  );
  return {
    access,
    uses: () => policies.flatMap((one) => one.statements.map((statement) => uses.of(roleArn, statement))),
    apply: (...next: object[]) => {
      policies = [policy(...next)];
    },
  };
}

const onBills = {
  Effect: 'Allow',
  Action: ['dynamodb:PutItem', 'dynamodb:Get*'],
  Resource: [bills, `${bills}/index/*`],
};

describe('countGrantUses', () => {
  it('counts calls by action and resource as the statement writes them, and says when the last one was', () => {
    now = 1;
    const { access, uses } = counted([onBills]);
    access.check(caller, 'dynamodb:GetItem', bills);
    access.check(caller, 'dynamodb:BatchGetItem', bills);
    access.check(caller, 'dynamodb:GetItem', bills);
    access.check(caller, 'dynamodb:GetItem', `${bills}/index/byDay`);
    access.check(caller, 'dynamodb:GetItem', `${bills}-others`);
    expect(uses()).toEqual([
      [
        { action: 'dynamodb:Get*', resource: bills, times: 2, lastAt: 2 },
        { action: 'dynamodb:Get*', resource: `${bills}/index/*`, times: 1, lastAt: 3 },
      ],
    ]);
  });

  it('counts for the role that calls, not for services that come by themselves, and by allowing statements alone', () => {
    const { access, uses } = counted([
      { ...onBills, Effect: 'Deny' },
      { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
      onBills,
    ]);
    access.check(roleSession('arn:aws:iam::0:role/other', 'x'), 'dynamodb:PutItem', bills);
    access.check(servicePrincipal('events', 'arn:rule', '0'), 'dynamodb:PutItem', bills);
    expect(uses()).toEqual([[], [], []]);
    access.check(caller, 'dynamodb:PutItem', bills);
    expect(uses()).toEqual([[], [], [expect.objectContaining({ times: 1 })]]);
  });

  it('goes on counting when the same statement is applied anew, and begins anew for a changed one', () => {
    const { access, uses, apply } = counted([onBills]);
    access.check(caller, 'dynamodb:PutItem', bills);
    apply(onBills);
    access.check(caller, 'dynamodb:PutItem', bills);
    expect(uses()).toEqual([[expect.objectContaining({ times: 2 })]]);
    apply({ ...onBills, Action: 'dynamodb:PutItem' });
    expect(uses()).toEqual([[]]);
  });
});

describe('isTold', () => {
  it('knows which actions pass the one place where calls are known, patterns among them', () => {
    expect(['s3:GetObject', 'events:PutEvents', 'events:*', 'lambda:Invoke*', '*'].every(isTold)).toBe(true);
    expect(['codedeploy:PutLifecycleEventHookExecutionStatus', 'events:DescribeRule'].some(isTold)).toBe(
      false,
    );
  });
});
