import {
  BatchGetDeploymentTargetsCommand,
  type CodeDeployClient,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';

/** A function in a deployment, and the version that its alias is to go over to. */
export interface ReleasedVersion {
  functionName: string;
  version: string;
}

/**
 * What a deployment releases; the hook's event names nothing but the deployment. In AWS it is one function.
 * A rollback is a deployment as well: then it is the old version.
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LambdaFunctionInfo.html
 */
export async function releasedVersions(
  deploymentId: string,
  client: Pick<CodeDeployClient, 'send'>,
): Promise<ReleasedVersion[]> {
  const { targetIds = [] } = await client.send(new ListDeploymentTargetsCommand({ deploymentId }));
  if (targetIds.length === 0) return [];
  const { deploymentTargets = [] } = await client.send(
    new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
  );
  return deploymentTargets.flatMap(({ lambdaTarget }) => {
    const { functionName, targetVersion } = lambdaTarget?.lambdaFunctionInfo ?? {};
    return functionName && targetVersion ? [{ functionName, version: targetVersion }] : [];
  });
}
