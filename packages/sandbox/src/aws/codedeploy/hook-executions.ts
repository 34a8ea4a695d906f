import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';

export type HookStatus = 'Succeeded' | 'Failed';

/** The hooks that run now: each is over when its function says so, by PutLifecycleEventHookExecutionStatus. */
export interface HookExecutions {
  begin(deploymentId: string): { id: string; status: Promise<HookStatus> };
  /** @throws AwsError when there is no such hook, or it has answered already */
  finish(deploymentId: string, id: string, status: HookStatus): void;
}

export function makeHookExecutions(): HookExecutions {
  const open = new Map<string, { deploymentId: string; resolve(status: HookStatus): void }>();
  return {
    begin(deploymentId) {
      const id = Buffer.from(randomUUID()).toString('base64');
      const { promise, resolve } = Promise.withResolvers<HookStatus>();
      open.set(id, { deploymentId, resolve });
      return { id, status: promise };
    },
    finish(deploymentId, id, status) {
      const execution = open.get(id);
      if (execution?.deploymentId !== deploymentId) {
        throw new AwsError(
          'LifecycleEventAlreadyCompletedException',
          `No lifecycle event of deployment ${deploymentId} waits for this status.`,
        );
      }
      open.delete(id);
      execution.resolve(status);
    },
  };
}
