import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error.ts';
import type { WorkName } from '../../core/observe.ts';
import type { MetricSink } from '../../core/ports.ts';
import { type RoleSession, servicePrincipal } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';
import { failedItems } from './batch-response.ts';
import type { Environments } from './environments.ts';
import { errorOf } from './function-error.ts';
import type { Functions, InvocationTarget } from './functions.ts';
import type { Outcome } from './invocation.ts';
import { measure } from './invocation-metrics.ts';
import { executionRole } from './lambda-function.ts';

/** What a mapping needs of Lambda. */
export interface MappedFunction {
  target(): InvocationTarget;
  /** As whom its source is read. */
  role(): RoleSession;
  /** Whether this machine takes one more invocation now, and the function's reserved concurrency lets it. */
  hasRoom(): boolean;
  /** Whether its reserved concurrency would refuse an invocation now. */
  isThrottled(): boolean;
  onRoom(callback: () => unknown): () => void;
  /**
   * Hands over a batch.
   * @param attempt 1 for the first
   * @param measures metrics that the source adds to those of the invocation
   * @param of the messages or records in it
   * @throws AwsError one that `isThrottled` tells, among others
   */
  invoke(
    payload: string,
    attempt: number,
    measures?: Readonly<Record<string, number>>,
    of?: readonly WorkName[],
  ): Promise<Outcome & { requestId: string }>;
}

/** How a mapping hands over, and from where. */
interface HandedOver {
  /** Of the mapping. */
  arn: string;
  functionReference: string;
  /** ARN of the queue or stream. */
  source: string;
  reportsItemFailures: boolean;
}

export const isThrottled = (error: unknown): boolean =>
  error instanceof AwsError && error.code === 'TooManyRequestsException';

export function makeMappedFunction(
  world: World,
  functions: Functions,
  environments: Environments,
  metrics: MetricSink,
  { arn, functionReference: reference, source, reportsItemFailures }: HandedOver,
): MappedFunction {
  const target = (): InvocationTarget => functions.resolve(reference);
  // Lambda lets its own pollers in, whatever the function's policy says.
  const poller = servicePrincipal('lambda', arn, world.accountId);
  return {
    target,
    role: () => executionRole(functions.describe(reference).fn),
    hasRoom: () => environments.hasRoom(target().fn),
    isThrottled: () => environments.isThrottled(target().fn),
    onRoom: (callback) => environments.onRoom(callback),
    async invoke(payload, attempt, measures = {}, of) {
      const job = { target: target(), requestId: randomUUID(), payload };
      const told = () => ({
        at: world.now(),
        work: { kind: 'batch' as const, id: job.requestId },
        target: job.target.invokedArn,
        ...{ source, attempt },
      });
      const givesBack = ({ payload: answer }: Outcome): boolean =>
        reportsItemFailures && failedItems(answer, of?.map(({ id }) => id) ?? []).length > 0;
      world.access.check(poller, 'lambda:InvokeFunction', job.target.invokedArn);
      measure(metrics, job.target, measures);
      world.observe.tell?.({ ...told(), fact: 'began', ...(of && { of }) });
      try {
        const outcome = await environments.run(job);
        if (outcome.failed) world.observe.tell?.({ ...told(), fact: 'failed', error: errorOf(outcome) });
        else
          world.observe.tell?.({ ...told(), fact: 'ended', ...(givesBack(outcome) && { givesBack: true }) });
        return { ...outcome, requestId: job.requestId };
      } catch (error) {
        const { code = 'SandboxError', message = String(error) } = error instanceof AwsError ? error : {};
        world.observe.tell?.({ ...told(), fact: 'failed', error: { code, message } });
        throw error;
      }
    },
  };
}
