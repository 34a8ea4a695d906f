import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { mockClient } from 'aws-sdk-client-mock';
import { releasedVersions } from './released-versions.ts';

const codeDeploy = mockClient(CodeDeployClient);
beforeEach(() => codeDeploy.reset());

describe('releasedVersions', () => {
  it('asks CodeDeploy which function goes over to which version', async () => {
    codeDeploy.on(ListDeploymentTargetsCommand, { deploymentId: 'd-ONE' }).resolves({ targetIds: ['t'] });
    codeDeploy.on(BatchGetDeploymentTargetsCommand, { deploymentId: 'd-ONE', targetIds: ['t'] }).resolves({
      deploymentTargets: [
        {
          lambdaTarget: {
            lambdaFunctionInfo: { functionName: 'app-GetItem', currentVersion: '1', targetVersion: '2' },
          },
        },
      ],
    });
    expect(await releasedVersions('d-ONE', new CodeDeployClient({}))).toEqual([
      { functionName: 'app-GetItem', version: '2' },
    ]);
  });

  it('is empty where there is no target, which CodeDeploy would not be asked for', async () => {
    codeDeploy.on(ListDeploymentTargetsCommand).resolves({ targetIds: [] });
    expect(await releasedVersions('d-ONE', new CodeDeployClient({}))).toEqual([]);
    expect(codeDeploy.commandCalls(BatchGetDeploymentTargetsCommand)).toHaveLength(0);
  });
});
