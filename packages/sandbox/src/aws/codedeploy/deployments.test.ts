import type { Call } from '../../core/edge.ts';
import { nameOf, roleSession } from '../../core/principal.ts';
import { type DeploymentTarget, makeDeployments } from './deployments.ts';
import { practice } from './hook-executions.ts';

const target: DeploymentTarget = { functionName: 'shop-GetItem', aliasName: 'live', from: '1', to: '2' };
const call = { caller: { ...roleSession('arn:aws:iam::1:role/r', 'shop-Hook'), accessKeyId: 'k' } } as Call;

describe('makeDeployments', () => {
  const deployments = makeDeployments((caller) =>
    nameOf(caller).endsWith('/shop-Hook') ? [{ ...target, to: '1' }] : [],
  );
  deployments.add('d-ONE', target);
  const ask = async (operation: string, input: Record<string, unknown>): Promise<unknown> =>
    deployments.operations[operation]?.(input, call);

  it('says which function goes from which version to which', async () => {
    expect(await ask('ListDeploymentTargets', { deploymentId: 'd-ONE' })).toEqual({
      targetIds: ['shop-GetItem:live'],
    });
    expect(
      await ask('BatchGetDeploymentTargets', { deploymentId: 'd-ONE', targetIds: ['shop-GetItem:live'] }),
    ).toMatchObject({
      deploymentTargets: [
        {
          deploymentTargetType: 'LambdaFunction',
          lambdaTarget: {
            lambdaFunctionInfo: {
              functionName: 'shop-GetItem',
              functionAlias: 'live',
              currentVersion: '1',
              targetVersion: '2',
            },
          },
        },
      ],
    });
  });

  it('has a deployment to practise on, for whoever asks', async () => {
    expect(await ask('ListDeploymentTargets', { deploymentId: practice.deploymentId })).toEqual({
      targetIds: ['shop-GetItem:live'],
    });
  });

  it.each([
    ['ListDeploymentTargets', { deploymentId: 'd-TWO' }, 'DeploymentDoesNotExistException'],
    [
      'BatchGetDeploymentTargets',
      { deploymentId: 'd-ONE', targetIds: ['other:live'] },
      'DeploymentTargetDoesNotExistException',
    ],
    ['BatchGetDeploymentTargets', { deploymentId: 'd-ONE' }, 'InvalidDeploymentIdException'],
  ])('%s of %j is refused with %s', async (operation, input, code) => {
    await expect(ask(operation, input)).rejects.toMatchObject({ code });
  });
});
