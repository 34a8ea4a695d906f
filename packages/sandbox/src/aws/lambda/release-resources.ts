import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { checkDestination } from './destinations.ts';
import type { EventInvokeConfig } from './event-invoke-config.ts';
import { parseFunctionReference } from './function-reference.ts';
import type { Functions } from './functions.ts';
import { ignored, numeric } from './template-values.ts';

const versionProperties = z.strictObject({
  FunctionName: z.string(),
  Description: z.string().optional(),
  /** Names the code that is published; the sandbox has one build. */
  CodeSha256: ignored,
  /** Environments are made when they are needed. */
  ProvisionedConcurrencyConfig: ignored,
  RuntimePolicy: ignored,
});

const aliasProperties = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: z.string().optional(),
  ProvisionedConcurrencyConfig: ignored,
});

/** Who may invoke a function is decided by the caller's role; resource policies are read when IAM is enforced. */
const permissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

const destination = z.strictObject({ Destination: z.string() }).optional();
const eventInvokeProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: numeric(0, 2).default(2),
  MaximumEventAgeInSeconds: numeric(60, 21_600).default(21_600),
  DestinationConfig: z.strictObject({ OnSuccess: destination, OnFailure: destination }).optional(),
});

/** Versions number themselves in the order in which the template makes them, and run the code that is there. */
export function versionResource(functions: Functions): ResourceProvider<z.infer<typeof versionProperties>> {
  const numbers = new Map<string, string>();
  return {
    type: 'AWS::Lambda::Version',
    properties: versionProperties,
    apply({ stackName, logicalId, properties }) {
      const { fn } = functions.resolve(properties.FunctionName);
      const key = `${stackName}/${logicalId}`;
      const number = numbers.get(key) ?? String(fn.versions.length + 1);
      numbers.set(key, number);
      if (!fn.versions.includes(number)) fn.versions.push(number);
      const arn = `${fn.arn}:${number}`;
      return { ref: arn, attributes: { Version: number, FunctionArn: arn } };
    },
  };
}

export function aliasResource(functions: Functions): ResourceProvider<z.infer<typeof aliasProperties>> {
  return {
    type: 'AWS::Lambda::Alias',
    properties: aliasProperties,
    apply({ properties }) {
      const { fn } = functions.resolve(properties.FunctionName);
      fn.aliases.set(properties.Name, properties.FunctionVersion);
      const arn = `${fn.arn}:${properties.Name}`;
      return { ref: arn, attributes: { AliasArn: arn } };
    },
  };
}

export function permissionResource(
  functions: Functions,
): ResourceProvider<z.infer<typeof permissionProperties>> {
  return {
    type: 'AWS::Lambda::Permission',
    properties: permissionProperties,
    apply({ physicalName, properties }) {
      functions.resolve(properties.FunctionName);
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
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
      const { fn } = functions.resolve(name);
      const allowed = ['sqs', 'events', 'lambda'];
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
  };
}
