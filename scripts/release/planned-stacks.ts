import path from 'node:path';
import { planStack, type TemplateCache, templateIn } from '@shutterbus/sandbox/stack/plan';
import { at, isMapping, scalarText } from '@shutterbus/sandbox/template/value';
import { root, services } from '../lib/repository.ts';

/** A name that a template gives itself, so that two stacks could want the same. */
export interface GivenName {
  type: string;
  name: string;
}

/** What a deployment would ask of the account, of all five templates together. */
export interface PlannedStacks {
  names: GivenName[];
  /** Concurrency that functions set aside for themselves. */
  reservedConcurrency: number;
}

/**
 * Properties that hold names, by type. What has none is named by CloudFormation, with a random end; so are nested stacks, and with
 * them the log groups and alarms that are named after those.
 */
const nameProperties: Record<string, readonly string[]> = {
  'AWS::CloudFront::Function': ['Name'],
  'AWS::CloudFront::OriginAccessControl': ['OriginAccessControlConfig', 'Name'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['ResponseHeadersPolicyConfig', 'Name'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName'],
  'AWS::IAM::Role': ['RoleName'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::S3::Bucket': ['BucketName'],
};

/** Longest names that AWS takes, by type; the other ones that are given here may be longer than a stack's name. */
export const longestNames: Record<string, number> = {
  'AWS::CloudFront::Function': 64,
  'AWS::CloudFront::OriginAccessControl': 64,
  'AWS::CloudFront::ResponseHeadersPolicy': 128,
  'AWS::CloudWatch::Dashboard': 255,
  'AWS::Events::EventBus': 256,
  'AWS::Lambda::Function': 64,
};

/** No template changes while a command runs, and reading one takes longer than planning it. */
const templates: TemplateCache = new Map();

/** Reads the templates for one stage. @param parameters of the root template, by name */
export function planStacks(
  stackName: string,
  parameters: Readonly<Record<string, string>>,
  region = 'us-east-1',
): PlannedStacks {
  const files = ['template.yaml', ...services.map((service) => `services/${service}/template.yaml`)];
  const resources = files.flatMap((file) => {
    const templateFile = path.join(root, file);
    const given = { ...parameters, EventBusName: stackName };
    const plan = planStack(
      // Nested stacks get a random end.
      { templateFile, stackName, parameters: valuesFor(templateFile, given) },
      { region, accountId: '111122223333' },
      templates,
    );
    return plan.resources;
  });
  return {
    names: resources.flatMap(({ type, properties }) => {
      const way = nameProperties[type];
      const name = way && at(properties, ...way);
      return name === undefined ? [] : [{ type, name: scalarText(name) ?? '' }];
    }),
    reservedConcurrency: resources.reduce(
      (sum, { properties }) => sum + Number(properties.ReservedConcurrentExecutions ?? 0),
      0,
    ),
  };
}

/** Values for the parameters of one template; what another stack would give at the deployment is a word. */
function valuesFor(
  templateFile: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { Parameters: declared } = templateIn(templates, templateFile).template;
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, parameter]) => {
      if (given[name] !== undefined) return [[name, given[name]]];
      return isMapping(parameter) && parameter.Default === undefined ? [[name, 'given-later']] : [];
    }),
  );
}
