import {
  CodeDeployClient,
  LifecycleEventAlreadyCompletedException,
  ListDeploymentTargetsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { lambdaContext } from './api-event.fixture.ts';
import { releaseHook } from './release-hook.ts';

const codeDeploy = mockClient(CodeDeployClient);
const arrived = { DeploymentId: 'd-ONE', LifecycleEventHookExecutionId: 'two' };
const lasting = (ms: number) => ({ ...lambdaContext(), getRemainingTimeInMillis: () => ms });
const told = () =>
  codeDeploy.commandCalls(PutLifecycleEventHookExecutionStatusCommand).map(({ args }) => args[0].input);
const word = (status: string) => [{ deploymentId: 'd-ONE', lifecycleEventHookExecutionId: 'two', status }];
const client = new CodeDeployClient({});
const calls = { asking: client, telling: client };
const run = (check: () => Promise<void>, context = lasting(60_000)) =>
  releaseHook(check, calls)(arrived, context);

beforeEach(() => {
  codeDeploy.reset();
  codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).resolves({});
});

describe('releaseHook', () => {
  it('lets the release go on after a check that passes', async () => {
    expect(await run(async () => {})).toEqual({ status: 'Succeeded' });
    expect(told()).toEqual(word('Succeeded'));
  });

  it('can tell the check what is released', async () => {
    codeDeploy.on(ListDeploymentTargetsCommand, { deploymentId: 'd-ONE' }).resolves({ targetIds: [] });
    let seen: unknown;
    const hook = releaseHook(async ({ released }) => {
      seen = await released();
    }, calls);
    await hook(arrived, lasting(60_000));
    expect(seen).toEqual([]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws at once',
      () => {
        throw new Error('no');
      },
    ],
  ])('stops the release when the check %s', async (_, check) => {
    expect(await run(check)).toEqual({ status: 'Failed' });
    expect(told()).toEqual(word('Failed'));
  });

  it('keeps fifteen seconds back to say that the check took too long', async () => {
    jest.useFakeTimers();
    try {
      const answer = run(() => new Promise(() => undefined), lasting(30_000));
      await jest.advanceTimersByTimeAsync(14_999);
      expect(told()).toEqual([]);
      await jest.advanceTimersByTimeAsync(1);
      expect(await answer).toEqual({ status: 'Failed' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('fails, so that Lambda tries again, when CodeDeploy does not take its word', async () => {
    codeDeploy.on(PutLifecycleEventHookExecutionStatusCommand).rejects(new Error('throttled'));
    await expect(run(async () => {})).rejects.toThrow('throttled');
  });

  it('is done when CodeDeploy was told by an attempt whose answer was lost', async () => {
    const message = 'already completed';
    codeDeploy
      .on(PutLifecycleEventHookExecutionStatusCommand)
      .rejects(new LifecycleEventAlreadyCompletedException({ message, $metadata: {} }));
    expect(await run(async () => {})).toEqual({ status: 'Succeeded' });
  });

  it('refuses what CodeDeploy did not send', async () => {
    const hook = releaseHook(async () => {}, calls);
    await expect(hook({ DeploymentId: 'd-ONE' }, lasting(60_000))).rejects.toThrow(
      'LifecycleEventHookExecutionId',
    );
    expect(told()).toEqual([]);
  });
});
