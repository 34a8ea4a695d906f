import {
  CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { setRollbackAlarm } from './rollback-triggers.ts';

const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => cloudFormation.reset());

const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shutterbus-prod-ReleaseInTrouble';
const stack = (more: Partial<Stack> = {}): Stack => ({
  StackName: 'shutterbus-prod',
  CreationTime: new Date(),
  StackStatus: 'UPDATE_COMPLETE',
  Parameters: [
    { ParameterKey: 'Stage', ParameterValue: 'prod' },
    { ParameterKey: 'RollbackMinutes', ParameterValue: 'off' },
  ],
  Outputs: [{ OutputKey: 'ReleaseAlarmArn', OutputValue: arn }],
  ...more,
});
const watching = (minutes: number) => ({
  RollbackTriggers: [{ Arn: arn, Type: 'AWS::CloudWatch::CompositeAlarm' }],
  MonitoringTimeInMinutes: minutes,
});
/** CloudFormation, whose stack is one after the other of these at each look. */
function answers(...seen: Stack[]): void {
  const last = seen.at(-1);
  const all = cloudFormation.on(DescribeStacksCommand);
  for (const one of seen) all.resolvesOnce({ Stacks: [one] });
  all.resolves({ Stacks: last ? [last] : [] });
}
const updates = () => cloudFormation.commandCalls(UpdateStackCommand).map(({ args }) => args[0].input);
const nothingToUpdate = Object.assign(new Error('No updates are to be performed.'), {
  name: 'ValidationError',
});

describe('setRollbackAlarm', () => {
  it('tells CloudFormation which alarm, and changes nothing else of the stack', async () => {
    cloudFormation.on(UpdateStackCommand).resolves({ StackId: 'id' });
    answers(stack(), stack({ RollbackConfiguration: watching(10) }));
    expect(await setRollbackAlarm('shutterbus-prod', 10)).toContain('until 10 min after it');
    expect(updates()).toEqual([
      {
        ...{ StackName: 'shutterbus-prod', UsePreviousTemplate: true },
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
        Parameters: [
          { ParameterKey: 'Stage', UsePreviousValue: true },
          { ParameterKey: 'RollbackMinutes', ParameterValue: '10' },
        ],
        RollbackConfiguration: watching(10),
      },
    ]);
  });

  it('takes it off by an empty list, since no list means the one before', async () => {
    cloudFormation.on(UpdateStackCommand).resolves({ StackId: 'id' });
    answers(stack({ RollbackConfiguration: watching(10) }), stack());
    expect(await setRollbackAlarm('shutterbus-prod', undefined)).toContain('No alarm');
    expect(updates()[0]?.RollbackConfiguration).toEqual({ RollbackTriggers: [], MonitoringTimeInMinutes: 0 });
    expect(updates()[0]?.Parameters?.[1]?.ParameterValue).toBe('off');
  });

  it('does nothing where it is so already', async () => {
    answers(stack({ RollbackConfiguration: watching(10) }));
    expect(await setRollbackAlarm('shutterbus-prod', 10)).toContain('nothing to do');
    expect(updates()).toEqual([]);
  });

  it('says so when CloudFormation sees no change, and kept nothing', async () => {
    cloudFormation.on(UpdateStackCommand).rejects(nothingToUpdate);
    answers(stack());
    await expect(setRollbackAlarm('shutterbus-prod', 10)).rejects.toThrow('run this with --off first');
  });

  it('believes no update that kept nothing', async () => {
    cloudFormation.on(UpdateStackCommand).resolves({ StackId: 'id' });
    answers(stack());
    await expect(setRollbackAlarm('shutterbus-prod', 10)).rejects.toThrow('did not keep it');
  });

  it('believes no other refusal', async () => {
    cloudFormation.on(UpdateStackCommand).rejects(new Error('AccessDenied'));
    answers(stack());
    await expect(setRollbackAlarm('shutterbus-prod', 10)).rejects.toThrow('AccessDenied');
  });

  it('says that there is no such stack', async () => {
    const why = 'Stack with id shutterbus-prod does not exist';
    cloudFormation
      .on(DescribeStacksCommand)
      .rejects(Object.assign(new Error(why), { name: 'ValidationError' }));
    await expect(setRollbackAlarm('shutterbus-prod', 10)).rejects.toThrow('shutterbus-prod is not there');
  });

  it.each([
    [{ StackStatus: 'UPDATE_IN_PROGRESS' as const }, 'UPDATE_IN_PROGRESS'],
    [{ StackStatus: 'CREATE_FAILED' as const }, 'CREATE_FAILED'],
    [{ Outputs: [] }, 'no alarm ReleaseInTrouble'],
  ])('leaves a stack alone that is %j', async (more, words) => {
    answers(stack(more));
    await expect(setRollbackAlarm('shutterbus-prod', 10)).rejects.toThrow(words);
    expect(updates()).toEqual([]);
  });
});
