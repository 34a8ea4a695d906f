import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import { nameOf } from '../../core/principal.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type Deployments, makeDeployments } from './deployments.ts';
import { type HookExecutions, makeHookExecutions, practice } from './hook-executions.ts';

/** How one alias is to be released: what a function's DeploymentPreference says. */
export interface DeploymentGroup {
  name: string;
  functionName: string;
  aliasName: string;
  /** Under which CodeDeploy calls the hooks. */
  serviceRoleArn: string;
  /** `AllAtOnce`, `Canary10Percent5Minutes`, … or the name of a configuration. */
  type: string;
  /** Function names; absent where there is no hook. */
  preTraffic: string | undefined;
  postTraffic: string | undefined;
  alarms: string[];
}

/** CodeDeploy as far as releases of functions need it: groups, and the hooks' way to say that they are done. */
export interface CodeDeploy {
  edge: Edge;
  resources: ResourceProvider[];
  /** By function name. */
  groups: ReadonlyMap<string, DeploymentGroup>;
  /** How the traffic of a group shifts: `Canary10Percent5Minutes`, … also where the template has its own configuration. */
  shiftOf(group: DeploymentGroup): string;
  hooks: HookExecutions;
  deployments: Deployments;
}

const statusInput = z.object({
  deploymentId: z.string(),
  lifecycleEventHookExecutionId: z.string(),
  status: z.enum(['Succeeded', 'Failed']),
});

/** The expansion of DeploymentPreference writes `Release`; CloudFormation itself has it in two places. */
const groupProperties = z.strictObject({
  ApplicationName: z.string(),
  DeploymentConfigName: z.string(),
  ServiceRoleArn: z.string(),
  Release: z.strictObject({
    FunctionName: z.string(),
    AliasName: z.string(),
    Type: z.string(),
    PreTraffic: z.string().optional(),
    PostTraffic: z.string().optional(),
    Alarms: z.array(z.string()).default([]),
  }),
});

const whole = z.coerce.number().int();
const configProperties = z.strictObject({
  DeploymentConfigName: z.string().optional(),
  ComputePlatform: z.literal('Lambda', { error: 'must be Lambda; nothing else is released here' }),
  TrafficRoutingConfig: z
    .strictObject({
      Type: z.enum(['AllAtOnce', 'TimeBasedCanary', 'TimeBasedLinear']),
      TimeBasedCanary: z.strictObject({ CanaryPercentage: whole, CanaryInterval: whole }).optional(),
      TimeBasedLinear: z.strictObject({ LinearPercentage: whole, LinearInterval: whole }).optional(),
    })
    .optional(),
});
type ConfigProperties = z.infer<typeof configProperties>;

/** In the words of a deployment preference, which say the same. */
function shiftOf({ TrafficRoutingConfig: routing }: ConfigProperties): string {
  const { TimeBasedCanary: canary, TimeBasedLinear: linear } = routing ?? {};
  if (canary) return `Canary${canary.CanaryPercentage}Percent${canary.CanaryInterval}Minutes`;
  return linear ? `Linear${linear.LinearPercentage}PercentEvery${linear.LinearInterval}Minutes` : 'AllAtOnce';
}

/** @param versionOf what an alias names now */
export function makeCodeDeploy(
  { report }: Pick<World, 'report'>,
  versionOf: (functionName: string, aliasName: string) => string | undefined,
): CodeDeploy {
  const groups = new Map<string, DeploymentGroup>();
  /** The template's own configurations, by name. */
  const ownShifts = new Map<string, string>();
  const hooks = makeHookExecutions((status) =>
    report(`A hook says of the deployment to practise on, ${practice.deploymentId}: ${status}`),
  );

  /** To practise on: the functions of whoever asks, when it is a hook; all of them, when it is a person. */
  const deployments = makeDeployments((caller) => {
    const session = nameOf(caller).split('/').at(-1);
    const all = [...groups.values()];
    const own = all.filter(({ preTraffic, postTraffic }) => [preTraffic, postTraffic].includes(session));
    return (own.length > 0 ? own : all).map(({ functionName, aliasName }) => {
      const version = versionOf(functionName, aliasName) ?? '$LATEST';
      return { functionName, aliasName, from: version, to: version };
    });
  });

  const groupProvider: ResourceProvider<z.infer<typeof groupProperties>> = {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    properties: groupProperties,
    apply({ physicalName, properties: { Release: release, ServiceRoleArn: serviceRoleArn } }) {
      groups.set(release.FunctionName, {
        name: physicalName,
        functionName: release.FunctionName,
        aliasName: release.AliasName,
        serviceRoleArn,
        type: release.Type,
        preTraffic: release.PreTraffic,
        postTraffic: release.PostTraffic,
        alarms: release.Alarms,
      });
      return { ref: physicalName, attributes: {} };
    },
    remove({ ref }) {
      for (const [functionName, { name }] of groups) if (name === ref) groups.delete(functionName);
    },
  };

  const configProvider: ResourceProvider<ConfigProperties> = {
    type: 'AWS::CodeDeploy::DeploymentConfig',
    properties: configProperties,
    apply({ physicalName, properties }) {
      const name = properties.DeploymentConfigName ?? physicalName;
      ownShifts.set(name, shiftOf(properties));
      return { ref: name, attributes: {} };
    },
    remove: ({ ref }) => void ownShifts.delete(ref),
  };

  return {
    edge: jsonProtocol({
      name: 'codedeploy',
      targetPrefix: 'CodeDeploy_20141006',
      version: '1.1',
      operations: {
        ...deployments.operations,
        PutLifecycleEventHookExecutionStatus(input) {
          const parsed = statusInput.safeParse(input);
          if (!parsed.success)
            throw new AwsError('InvalidLifecycleEventHookExecutionStatusException', parsed.error.message);
          const { deploymentId, lifecycleEventHookExecutionId: id, status } = parsed.data;
          hooks.finish(deploymentId, id, status);
          return { lifecycleEventHookExecutionId: id };
        },
      },
    }),
    resources: [groupProvider, configProvider],
    groups,
    shiftOf: ({ type }) => ownShifts.get(type) ?? type,
    hooks,
    deployments,
  };
}
