import { randomBytes } from 'node:crypto';
import type { DeploymentGroup } from '../aws/codedeploy/codedeploy.ts';
import type { PendingRelease } from '../aws/lambda/release-resources.ts';
import { type Principal, roleSession } from '../core/principal.ts';
import type { World } from '../core/world.ts';
import type { Services } from '../services.ts';
import type { DeploymentPlan } from './deployment.ts';
import { type ReleaseEvent, type ReleasePorts, type ReleaseResult, runRelease } from './release.ts';
import { shiftSteps } from './traffic-shift.ts';

/** What is released in a running sandbox, and with what. */
export interface Releases {
  /** What the template asked for and was held back, with the template's own preference. */
  pending(): DeploymentPlan[];
  run(plans: readonly DeploymentPlan[], tell?: (event: ReleaseEvent) => void): Promise<ReleaseResult>;
  /** How often the new versions were called through their aliases since this reading of the judging clock. */
  callsSince(plans: readonly DeploymentPlan[], reading: number): number;
}

/** The release engine on the sandbox's own Lambda, CodeDeploy and CloudWatch. */
export function makeReleases(
  { judging }: Pick<World, 'judging'>,
  { lambda, codeDeploy, cloudWatch }: Pick<Services, 'lambda' | 'codeDeploy' | 'cloudWatch'>,
): Releases {
  const { alarms, statistics } = cloudWatch;
  /** CodeDeploy calls hooks under the role of the deployment group. */
  function callerOfHook(functionName: string): Principal {
    const group = codeDeploy.groups.get(functionName);
    if (!group) throw new Error(`${functionName} has no deployment group`);
    return roleSession(group.serviceRoleArn, group.name);
  }

  const ports: ReleasePorts = {
    clock: judging,
    route({ functionName, aliasName, from, to }, weight) {
      const whole = weight === 100 ? to : from;
      const weights = weight > 0 && weight < 100 ? { [to]: weight / 100 } : {};
      lambda.aliases.put(functionName, aliasName, { version: whole, weights });
    },
    async runHook(functionName, plan) {
      const DeploymentId = `d-${randomBytes(5).toString('hex').slice(0, 9).toUpperCase()}`;
      codeDeploy.deployments.add(DeploymentId, plan);
      const { id, status } = codeDeploy.hooks.begin(DeploymentId);
      const payload = JSON.stringify({ DeploymentId, LifecycleEventHookExecutionId: id });
      // A hook that throws has said nothing: CodeDeploy goes on waiting for its word.
      await lambda.invoker.invokeAsync(callerOfHook(plan.functionName), functionName, payload);
      return (await status) === 'Succeeded' ? undefined : `${functionName} reported Failed`;
    },
    alarming: (names) => names.filter((name) => alarms.find(name)?.state === 'ALARM'),
    onAlarm: (callback) =>
      alarms.onChange((alarm) => {
        if (alarm.state === 'ALARM') callback(alarm.name, alarm.reason);
      }),
    whenJudged: (callback) => alarms.whenJudged(judging.now(), callback),
    callsSince({ functionName: FunctionName, aliasName, to: ExecutedVersion }, reading) {
      const dimensions = { FunctionName, Resource: `${FunctionName}:${aliasName}`, ExecutedVersion };
      const metric = { namespace: 'AWS/Lambda', name: 'Invocations', dimensions };
      return statistics.read(metric, 'Sum', reading, Number.POSITIVE_INFINITY, 'aws') ?? 0;
    },
    onGivenUp: judging.onGivenUp,
  };
  return {
    pending: () =>
      lambda.pendingReleases().map((release) => {
        const group = codeDeploy.groups.get(release.functionName);
        return planOf(release, group, group ? codeDeploy.shiftOf(group) : 'AllAtOnce');
      }),
    run: (plans, tell) => runRelease(plans, ports, tell),
    callsSince: (plans, reading) => plans.reduce((sum, plan) => sum + ports.callsSince(plan, reading), 0),
  };
}

function planOf(release: PendingRelease, group: DeploymentGroup | undefined, shift: string): DeploymentPlan {
  return {
    ...release,
    steps: shiftSteps(shift),
    preTraffic: group?.preTraffic,
    postTraffic: group?.postTraffic,
    alarms: group?.alarms ?? [],
  };
}
