import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Call } from '../../core/edge.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { practice } from './hook-executions.ts';

/** A function that a deployment takes from one version to another. */
export interface DeploymentTarget {
  functionName: string;
  aliasName: string;
  from: string;
  to: string;
}

/** The deployments that were begun, by id. */
export interface Deployments {
  add(deploymentId: string, target: DeploymentTarget): void;
  operations: Readonly<Record<string, JsonOperation>>;
}

const listInput = z.object({ deploymentId: z.string() });
const batchInput = z.object({ deploymentId: z.string(), targetIds: z.array(z.string()).min(1) });

/**
 * What a hook can ask of the deployment that it is called for.
 * @param toPractiseOn targets of the deployment to practise on, for whoever asks
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html
 */
export function makeDeployments(
  toPractiseOn: (caller: Call['caller']) => readonly DeploymentTarget[],
): Deployments {
  const known = new Map<string, DeploymentTarget>();

  function targetsOf(deploymentId: string, { caller }: Call): readonly DeploymentTarget[] {
    if (deploymentId === practice.deploymentId) return toPractiseOn(caller);
    const target = known.get(deploymentId);
    if (!target)
      throw new AwsError(
        'DeploymentDoesNotExistException',
        `The deployment ${deploymentId} could not be found.`,
      );
    return [target];
  }

  return {
    add: (deploymentId, target) => void known.set(deploymentId, target),
    operations: {
      ListDeploymentTargets(input, call) {
        const { deploymentId } = read(listInput, input);
        return { targetIds: targetsOf(deploymentId, call).map(idOf) };
      },
      BatchGetDeploymentTargets(input, call) {
        const { deploymentId, targetIds } = read(batchInput, input);
        const targets = targetsOf(deploymentId, call);
        return {
          deploymentTargets: targetIds.map((targetId) => {
            const target = targets.find((one) => idOf(one) === targetId);
            if (!target)
              throw new AwsError(
                'DeploymentTargetDoesNotExistException',
                `The deployment target ${targetId} could not be found in deployment ${deploymentId}.`,
              );
            return {
              deploymentTargetType: 'LambdaFunction',
              lambdaTarget: {
                deploymentId,
                targetId,
                lambdaFunctionInfo: {
                  functionName: target.functionName,
                  functionAlias: target.aliasName,
                  currentVersion: target.from,
                  targetVersion: target.to,
                },
              },
            };
          }),
        };
      },
    },
  };
}

const idOf = ({ functionName, aliasName }: DeploymentTarget): string => `${functionName}:${aliasName}`;

function read<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
  throw new AwsError('InvalidDeploymentIdException', `The request lacks or misnames ${fields.join(', ')}.`);
}
