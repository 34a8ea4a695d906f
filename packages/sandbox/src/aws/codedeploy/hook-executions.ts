import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';

export type HookStatus = 'Succeeded' | 'Failed';

/**
 * A deployment that is always under way and releases nothing: a hook can be tried with it, by an event file or in
 * `sam local invoke`, and its word is taken as often as it comes. In AWS no deployment has this id.
 */
export const practice = { deploymentId: 'd-PRACTICE1', hookExecutionId: 'cHJhY3RpY2U=' };

/** The hooks that run now: each is over when its function says so, by PutLifecycleEventHookExecutionStatus. */
export interface HookExecutions {
  begin(deploymentId: string): { id: string; status: Promise<HookStatus> };
  /** @throws AwsError with CodeDeploy's code for an unknown deployment, a wrong execution, one that has answered already */
  finish(deploymentId: string, id: string, status: HookStatus): void;
}

interface Execution {
  deploymentId: string;
  resolve(status: HookStatus): void;
}

export function makeHookExecutions(onPractice: (status: HookStatus) => void): HookExecutions {
  const open = new Map<string, Execution>([
    [practice.hookExecutionId, { deploymentId: practice.deploymentId, resolve: onPractice }],
  ]);
  /** Executions that have answered, with their deployment. */
  const over = new Map<string, string>();

  return {
    begin(deploymentId) {
      const id = Buffer.from(randomUUID()).toString('base64');
      const { promise, resolve } = Promise.withResolvers<HookStatus>();
      open.set(id, { deploymentId, resolve });
      return { id, status: promise };
    },
    /** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html */
    finish(deploymentId, id, status) {
      const execution = open.get(id);
      if (execution?.deploymentId === deploymentId) {
        execution.resolve(status);
        if (id === practice.hookExecutionId) return;
        open.delete(id);
        over.set(id, deploymentId);
        return;
      }
      if (over.get(id) === deploymentId)
        throw new AwsError(
          'LifecycleEventAlreadyCompletedException',
          'An attempt to return the status of an already completed lifecycle event occurred.',
        );
      const known = [...over.values(), ...Array.from(open.values(), (one) => one.deploymentId)];
      if (known.includes(deploymentId))
        throw new AwsError(
          'InvalidLifecycleEventHookExecutionIdException',
          `A lifecycle event hook is invalid: the deployment ${deploymentId} has no execution ${id}.`,
        );
      throw new AwsError(
        'DeploymentDoesNotExistException',
        `The deployment ${deploymentId} could not be found.`,
      );
    },
  };
}
