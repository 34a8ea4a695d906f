import {
  CodeDeployClient,
  LifecycleEventAlreadyCompletedException,
  type LifecycleEventStatus,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import * as z from 'zod';
import { clientSettings } from './aws-client.ts';
import { logger } from './logger.ts';
import { type ReleasedVersion, releasedVersions } from './released-versions.ts';
import { watchedHandler } from './watched.ts';

/** What CodeDeploy hands to a hook; it names neither function nor version. */
export const hookEvent = z.object({ DeploymentId: z.string(), LifecycleEventHookExecutionId: z.string() });

/** The release that a hook is asked about. */
interface Release {
  /** Asks CodeDeploy. */
  released(): Promise<ReleasedVersion[]>;
}

/**
 * CodeDeploy turns calls away when some fifteen deployments of a stack ask at once, and each function is a deployment. A hook has
 * time, and a release must not go back because nobody could be asked about it.
 * @see https://github.com/aws/aws-cdk/issues/21516
 */
const codeDeploy: CodeDeployCalls = {
  asking: new CodeDeployClient(
    clientSettings({ requestTimeoutMs: 5_000, withinMs: 25_000, maxAttempts: 10 }),
  ),
  telling: new CodeDeployClient(
    clientSettings({ requestTimeoutMs: 4_000, withinMs: 14_000, maxAttempts: 8 }),
  ),
};

/** What is released, and how a check of it went. */
interface CodeDeployCalls {
  asking: Pick<CodeDeployClient, 'send'>;
  telling: Pick<CodeDeployClient, 'send'>;
}

/** Kept back for telling CodeDeploy, which would wait an hour for an answer that never comes. */
const callbackMs = 15_000;

/**
 * The handler of a CodeDeploy hook: runs `check` and tells CodeDeploy how it went, whatever happens in it. A check
 * that throws, or is not done 15 s before the function's timeout, fails the release, which is then rolled back. A hook that
 * cannot tell CodeDeploy counts a fault of its release, whose alarm ends the deployment before CodeDeploy's hour is over.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function releaseHook(
  check: (release: Release) => Promise<void>,
  { asking, telling }: CodeDeployCalls = codeDeploy,
) {
  return watchedHandler<unknown, { status: LifecycleEventStatus }>(async (arrived, context) => {
    const { DeploymentId: deploymentId, LifecycleEventHookExecutionId } = hookEvent.parse(arrived);
    // In a function of its own, so that a check which throws at once is answered for, too.
    const checking = (async () => check({ released: () => releasedVersions(deploymentId, asking) }))();
    const status = await statusOf(checking, context.getRemainingTimeInMillis() - callbackMs);
    await tell(
      telling,
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId,
        lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
        status,
      }),
    );
    return { status };
  });
}

/** Also done when an attempt that got no answer did it. @throws what CodeDeploy answers otherwise */
async function tell(
  client: CodeDeployCalls['telling'],
  word: PutLifecycleEventHookExecutionStatusCommand,
): Promise<void> {
  try {
    await client.send(word);
  } catch (error) {
    if (!(error instanceof LifecycleEventAlreadyCompletedException)) throw error;
    logger.info('CodeDeploy has been told already');
  }
}

async function statusOf(checking: Promise<void>, limitMs: number): Promise<LifecycleEventStatus> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The check took too long')), limitMs);
  try {
    await Promise.race([checking, late]);
    logger.info('The release may go on');
    return 'Succeeded';
  } catch (error) {
    logger.error('The release must not go on', error as Error);
    return 'Failed';
  } finally {
    clearTimeout(timer);
  }
}
