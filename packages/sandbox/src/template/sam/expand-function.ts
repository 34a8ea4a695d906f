import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Mapping, pendingText, type Value } from '../value.ts';
import { expandEvent } from './events.ts';
import { addResource, attributeOf, defined, type Expansion, parsePart } from './expansion.ts';
import type { FunctionContext, Grants } from './function-context.ts';
import {
  type DeploymentPreference,
  type FunctionProperties,
  functionProperties,
  shiftTypes,
} from './function-properties.ts';
import { addRole, managedPolicy, mayBeAssumedBy } from './function-role.ts';
import type { HttpApis } from './http-apis.ts';
import { addInvokeConfig } from './invoke-config.ts';

/** Replaces one AWS::Serverless::Function by the function, its role, alias, invoke config and event sources. */
export function expandFunction(
  expansion: Expansion,
  apis: HttpApis,
  logicalId: string,
  source: Mapping,
  dependsOn: string[],
): void {
  const place = `Resources.${logicalId}.Properties`;
  // Nothing in them is required, so that something is always left.
  const properties = parsePart(functionProperties, asCode(source), place, expansion.report) ?? { Events: {} };
  const grants: Grants = { managed: [], inline: [] };

  addResource(
    expansion,
    logicalId,
    'AWS::Lambda::Function',
    {
      Code: codeOf(expansion, properties),
      ...copied(properties),
      Tags: tags(properties.Tags),
      TracingConfig:
        properties.Tracing && properties.Tracing !== 'Disabled' ? { Mode: properties.Tracing } : undefined,
      DeadLetterConfig: properties.DeadLetterQueue && { TargetArn: properties.DeadLetterQueue.TargetArn },
      Role: properties.Role ?? attributeOf(`${logicalId}Role`, 'Arn'),
    },
    dependsOn,
  );
  const alias = addAlias(expansion, logicalId, properties);
  const context: FunctionContext = {
    expansion,
    apis,
    logicalId,
    target: { Ref: alias ?? logicalId },
    targetLogicalId: alias ?? logicalId,
    targetArn: alias === undefined ? attributeOf(logicalId, 'Arn') : { Ref: alias },
    grants,
  };
  if (properties.DeadLetterQueue) {
    const { Type: type, TargetArn: arn } = properties.DeadLetterQueue;
    grants.inline.push({
      name: 'DeadLetterQueuePolicy',
      action: type === 'SQS' ? 'sqs:SendMessage' : 'sns:Publish',
      resource: arn,
    });
  }
  if (properties.FunctionUrlConfig)
    addUrl(context, properties.FunctionUrlConfig, properties.AutoPublishAlias);
  if (properties.EventInvokeConfig) {
    addInvokeConfig(context, properties.EventInvokeConfig, properties.AutoPublishAlias, alias);
  }
  for (const [name, event] of Object.entries(properties.Events)) expandEvent(context, name, event);
  if (properties.Role === undefined) addRole(context, properties);
}

/** Of an image it is said that it is one, and not that it is no code: what it has instead is known to it alone. */
function asCode(source: Mapping): Mapping {
  if (source.PackageType !== 'Image') return source;
  const { ImageUri: _, ImageConfig: __, ...rest } = source;
  return { ...rest, InlineCode: pendingText, Handler: pendingText, Runtime: pendingText };
}

const codeOf = (
  { folder }: Expansion,
  { InlineCode: text, CodeUri: uri = '.' }: FunctionProperties,
): Mapping => (text === undefined ? { LocalPath: path.resolve(folder, uri) } : { ZipFile: text });

function addUrl(
  { expansion, logicalId }: FunctionContext,
  { AuthType, Cors, InvokeMode }: NonNullable<FunctionProperties['FunctionUrlConfig']>,
  aliasName: string | undefined,
): void {
  addResource(expansion, `${logicalId}Url`, 'AWS::Lambda::Url', {
    ...{ TargetFunctionArn: { Ref: logicalId }, Qualifier: aliasName, AuthType, Cors, InvokeMode },
  });
}

/** Properties that mean the same in SAM and in CloudFormation. */
function copied(properties: FunctionProperties): Record<string, Value | undefined> {
  const { Handler, Runtime, FunctionName, Description, Architectures, MemorySize, Timeout, Environment } =
    properties;
  const { ReservedConcurrentExecutions, LoggingConfig, EphemeralStorage, RecursiveLoop, DurableConfig } =
    properties;
  return {
    ...{ Handler, Runtime, FunctionName, Description, Architectures, MemorySize, Timeout, Environment },
    ...{ ReservedConcurrentExecutions, LoggingConfig, EphemeralStorage, RecursiveLoop, DurableConfig },
  };
}

function tags(own: Mapping | undefined): Value {
  return Object.entries({ 'lambda:createdBy': 'SAM', ...own }).map(([Key, value]) => ({ Key, Value: value }));
}

/** @returns the alias's logical id; undefined without AutoPublishAlias */
function addAlias(
  expansion: Expansion,
  logicalId: string,
  properties: FunctionProperties,
): string | undefined {
  const { AutoPublishAlias: name, AutoPublishCodeSha256: sha, DeploymentPreference: preference } = properties;
  if (name === undefined) return undefined;
  const digest = createHash('sha256')
    .update(JSON.stringify(sha ?? properties.InlineCode ?? properties.CodeUri ?? '.'))
    .digest('hex')
    .slice(0, 10);
  const gradual = preference && preference.Enabled !== false && preference.Type !== undefined;
  const version = `${logicalId}Version${digest}`;
  // Logical ids have neither; SAM writes a letter for each.
  const alias = `${logicalId}Alias${name.replaceAll('-', 'D').replaceAll('_', 'U')}`;
  addResource(expansion, version, 'AWS::Lambda::Version', {
    FunctionName: { Ref: logicalId },
    Description: properties.VersionDescription,
  });
  addResource(expansion, alias, 'AWS::Lambda::Alias', {
    Name: name,
    FunctionName: { Ref: logicalId },
    FunctionVersion: attributeOf(version, 'Version'),
    Gradual: gradual ? true : undefined,
  });
  expansion.renamed.set(`${logicalId}.Version`, version);
  expansion.renamed.set(`${logicalId}.Alias`, alias);
  if (gradual) addDeployment(expansion, logicalId, name, preference, [alias]);
  return alias;
}

/** The deployment group, with all that a release has to know, where SAM puts the hooks into the alias's UpdatePolicy. */
function addDeployment(
  expansion: Expansion,
  logicalId: string,
  aliasName: string,
  { Type: type = 'AllAtOnce', Hooks: hooks = {}, Alarms: alarms, Role: role }: DeploymentPreference,
  dependsOn: string[],
): void {
  const application = 'ServerlessDeploymentApplication';
  const ownRole = 'CodeDeployServiceRole';
  if (!expansion.resources.has(application)) {
    addResource(expansion, application, 'AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda' });
  }
  if (role === undefined && !expansion.resources.has(ownRole)) {
    addResource(expansion, ownRole, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: mayBeAssumedBy('codedeploy.amazonaws.com'),
      ManagedPolicyArns: [managedPolicy('service-role/AWSCodeDeployRoleForLambda')],
    });
  }
  addResource(
    expansion,
    `${logicalId}DeploymentGroup`,
    'AWS::CodeDeploy::DeploymentGroup',
    {
      ApplicationName: { Ref: application },
      ServiceRoleArn: role ?? attributeOf(ownRole, 'Arn'),
      DeploymentConfigName:
        typeof type === 'string' && shiftTypes.includes(type) ? `CodeDeployDefault.Lambda${type}` : type,
      Release: defined({
        FunctionName: { Ref: logicalId },
        AliasName: aliasName,
        Type: type,
        PreTraffic: hooks.PreTraffic,
        PostTraffic: hooks.PostTraffic,
        Alarms: alarms,
      }),
    },
    dependsOn,
  );
}
