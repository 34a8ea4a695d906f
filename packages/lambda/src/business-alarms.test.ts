import { CloudWatchClient, DescribeAlarmsCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { lambdaContext } from './api-event.fixture.ts';
import { requireQuiet } from './business-alarms.ts';
import { releaseHook } from './release-hook.ts';

const cloudWatch = mockClient(CloudWatchClient);
const codeDeploy = mockClient(CodeDeployClient);

beforeEach(() => {
  cloudWatch.reset();
  codeDeploy.reset();
  codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).resolves({});
});

function alarmsAre(states: Record<string, StateValue>): void {
  cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: Object.entries(states).map(([AlarmName, StateValue]) => ({ AlarmName, StateValue })),
  });
}

describe('requireQuiet', () => {
  it.each<[string, StateValue]>([
    ['in order', 'OK'],
    ['without a measurement yet', 'INSUFFICIENT_DATA'],
  ])('passes when every alarm is %s', async (_, state) => {
    alarmsAre({ published: state, slow: 'OK' });
    await expect(requireQuiet(['published', 'slow'])).resolves.toBeUndefined();
    const [asked] = cloudWatch.commandCalls(DescribeAlarmsCommand);
    expect(asked?.args[0].input).toEqual({ AlarmNames: ['published', 'slow'] });
  });

  it('names those that ring', async () => {
    alarmsAre({ published: 'ALARM', slow: 'OK' });
    await expect(requireQuiet(['published', 'slow'])).rejects.toThrow(/: published$/);
  });

  it('names those that are not there, since nobody would hear them', async () => {
    alarmsAre({ published: 'OK' });
    await expect(requireQuiet(['published', 'slow'])).rejects.toThrow(/: slow$/);
  });
});

/** What services/<service>/src/handlers/confirm-<service>-release.ts is made of. */
describe('a hook after the traffic', () => {
  const client = new CodeDeployClient({});
  const confirm = releaseHook(() => requireQuiet(['published']), { asking: client, telling: client });
  const run = async () => {
    await confirm(
      { DeploymentId: 'd-ONE', LifecycleEventHookExecutionId: 'two' },
      { ...lambdaContext(), getRemainingTimeInMillis: () => 30_000 },
    );
    const calls = codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand);
    return calls.map(({ args }) => args[0].input.status);
  };

  it.each<[StateValue, string]>([
    ['OK', 'Succeeded'],
    ['INSUFFICIENT_DATA', 'Succeeded'],
    ['ALARM', 'Failed'],
  ])('makes of %s: %s', async (state, status) => {
    alarmsAre({ published: state });
    expect(await run()).toEqual([status]);
  });

  it('fails the release, and says so, when CloudWatch does not answer', async () => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(new Error('access denied'));
    expect(await run()).toEqual(['Failed']);
  });
});
