import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { checkDestination } from './destinations.ts';
import type { EventInvokeConfig } from './event-invoke-config.ts';
import { parseFunctionReference } from './function-reference.ts';
import type { Functions } from './functions.ts';
import type { Permissions } from './permissions.ts';
import { ignored, numeric } from './template-values.ts';

const versionProperties = z.strictObject({
  FunctionName: z.string(),
  Description: z.string().optional(),
  /** Makes CloudFormation replace the version; here the code itself is compared. */
  CodeSha256: ignored,
  /** Environments are made when they are needed. */
  ProvisionedConcurrencyConfig: ignored,
  RuntimePolicy: ignored,
});

const routingConfig = z
  .strictObject({
    AdditionalVersionWeights: z.array(
      z.strictObject({ FunctionVersion: z.string(), FunctionWeight: z.coerce.number().min(0).max(1) }),
    ),
  })
  .optional();

const aliasProperties = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  RoutingConfig: routingConfig,
  /** Set by the template's expansion: a release moves it, as its deployment preference says. */
  Gradual: z.boolean().default(false),
  ProvisionedConcurrencyConfig: ignored,
});

const permissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
  FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
  EventSourceToken: z.string().optional(),
});

const destination = z.strictObject({ Destination: z.string() }).optional();
const eventInvokeProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: numeric(0, 2).default(2),
  MaximumEventAgeInSeconds: numeric(60, 21_600).default(21_600),
  DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).optional(),
});

/** A version that the template asks for: published when code or configuration changed since the newest. */
export function versionResource(functions: Functions): ResourceProvider<z.infer<typeof versionProperties>> {
  return {
    type: 'AWS::Lambda::Version',
    looksOutside: true,
    properties: versionProperties,
    apply({ properties }) {
      const { fn } = functions.describe(parseFunctionReference(properties.FunctionName).name);
      const { version } = functions.versions.publish(fn, properties.Description);
      const arn = `${fn.arn}:${version}`;
      return { ref: arn, attributes: { Version: version, FunctionArn: arn } };
    },
    // SAM keeps versions, to which an alias could go back; they go with their function.
    remove: () => {},
  };
}

/** An alias whose template names another version than before, and that waits for a release to take it there. */
export interface PendingRelease {
  functionName: string;
  aliasName: string;
  from: string;
  to: string;
}

/**
 * Moves an alias when the template names another version than it did last; what was done to it by hand or by a release
 * stays otherwise.
 * @param hold takes an alias with a deployment preference instead of moving it; absent moves every alias at once
 */
export function aliasResource(
  functions: Functions,
  hold: ((pending: PendingRelease) => void) | undefined,
): ResourceProvider<z.infer<typeof aliasProperties>> {
  return {
    type: 'AWS::Lambda::Alias',
    properties: aliasProperties,
    apply({ properties }) {
      const { Name: aliasName, FunctionVersion: to, Description: description } = properties;
      const { aliases } = functions;
      const { fn } = functions.describe(parseFunctionReference(properties.FunctionName).name);
      const before = aliases.find(fn.name, aliasName);
      const wanted = aliases.wanted(fn.name, aliasName);
      const change = { ...(description !== undefined && { description }) };
      const from = before?.version;
      if (from !== undefined && from !== to && wanted !== to && hold && properties.Gradual) {
        hold({ functionName: fn.name, aliasName, from, to });
      } else if (wanted !== to) {
        const weights = weightsOf(properties.RoutingConfig);
        aliases.put(fn.name, aliasName, { version: to, weights, ...change });
      }
      aliases.setWanted(fn.name, aliasName, to);
      const arn = `${fn.arn}:${aliasName}`;
      return { ref: arn, attributes: { AliasArn: arn } };
    },
    remove({ properties: { FunctionName, Name } }) {
      functions.aliases.remove(parseFunctionReference(String(FunctionName)).name, String(Name));
    },
  };
}

function weightsOf(config: z.infer<typeof routingConfig>): Record<string, number> {
  const weights = config?.AdditionalVersionWeights ?? [];
  return Object.fromEntries(
    weights.map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]),
  );
}

export function permissionResource(
  functions: Functions,
  permissions: Permissions,
): ResourceProvider<z.infer<typeof permissionProperties>> {
  return {
    type: 'AWS::Lambda::Permission',
    properties: permissionProperties,
    apply({ physicalName, properties }) {
      permissions.put(functions.describe(properties.FunctionName), {
        ...{ id: physicalName, action: properties.Action, principal: properties.Principal },
        ...{ sourceArn: properties.SourceArn, sourceAccount: properties.SourceAccount },
        ...{ organization: properties.PrincipalOrgID, urlAuthType: properties.FunctionUrlAuthType },
        eventSourceToken: properties.EventSourceToken,
      });
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
    remove: ({ ref }) => permissions.remove(ref),
  };
}

/** @param configs by `<function name>:<qualifier>` */
export function eventInvokeConfigResource(
  world: World,
  functions: Functions,
  configs: Map<string, EventInvokeConfig>,
): ResourceProvider<z.infer<typeof eventInvokeProperties>> {
  return {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: eventInvokeProperties,
    apply({ physicalName, properties }) {
      const { name } = parseFunctionReference(properties.FunctionName);
      const { fn } = functions.describe(name);
      const allowed = ['sqs', 'sns', 'events', 'lambda'];
      const onSuccess = properties.DestinationConfig?.OnSuccess?.Destination;
      const onFailure = properties.DestinationConfig?.OnFailure?.Destination;
      configs.set(`${fn.name}:${properties.Qualifier}`, {
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        maximumEventAgeInSeconds: properties.MaximumEventAgeInSeconds,
        ...(onSuccess && { onSuccess: checkDestination(onSuccess, allowed) }),
        ...(onFailure && { onFailure: checkDestination(onFailure, allowed) }),
      });
      return { ref: `${world.accountId}:${physicalName}`, attributes: {} };
    },
    remove({ properties: { FunctionName, Qualifier } }) {
      configs.delete(`${parseFunctionReference(String(FunctionName)).name}:${Qualifier}`);
    },
  };
}
