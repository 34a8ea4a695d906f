import type { ReportProblem } from '../template-error.ts';
import { intrinsicOf, isMapping, type Mapping, type Value } from '../value.ts';

interface Section {
  /** The resources that it holds for. */
  type: string;
  /** What SAM lets it say. */
  properties: readonly string[];
  /** Lists of a resource's own that take the place of the shared one instead of following it. */
  replaced: readonly string[];
}

/**
 * Sections of Globals that have an effect here.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
const sections: Record<string, Section> = {
  Function: {
    type: 'AWS::Serverless::Function',
    properties: [
      ...[
        'Handler',
        'Runtime',
        'CodeUri',
        'DeadLetterQueue',
        'Description',
        'MemorySize',
        'Timeout',
        'VpcConfig',
      ],
      ...['Environment', 'Tags', 'PropagateTags', 'Tracing', 'KmsKeyArn', 'Layers', 'AutoPublishAlias'],
      ...['AutoPublishAliasAllProperties', 'DeploymentPreference', 'RolePath', 'PermissionsBoundary'],
      ...['ReservedConcurrentExecutions', 'ProvisionedConcurrencyConfig', 'AssumeRolePolicyDocument'],
      ...['EventInvokeConfig', 'FileSystemConfigs', 'Architectures', 'SnapStart', 'EphemeralStorage'],
      ...['FunctionUrlConfig', 'RuntimeManagementConfig', 'LoggingConfig', 'RecursiveLoop', 'DurableConfig'],
    ],
    replaced: ['Architectures'],
  },
  SimpleTable: { type: 'AWS::Serverless::SimpleTable', properties: ['SSESpecification'], replaced: [] },
  HttpApi: {
    type: 'AWS::Serverless::HttpApi',
    properties: [
      ...['Auth', 'AccessLogSettings', 'StageVariables', 'Tags', 'CorsConfiguration', 'DefaultRouteSettings'],
      ...['Domain', 'RouteSettings', 'FailOnWarnings', 'PropagateTags'],
    ],
    replaced: [],
  },
};

/**
 * Merges the template's Globals into a resource's own properties, as SAM does: before anything is evaluated, so that
 * `!Ref AWS::NoValue` of a resource takes away what is shared, and an `!If` takes its place whole.
 */
export function withGlobals(type: string, own: Mapping, globals: Mapping): Mapping {
  const [name, section] = Object.entries(sections).find(([, one]) => one.type === type) ?? [];
  const shared = globals[name ?? ''];
  if (!section || shared === undefined) return own;
  // What cannot stand there is said once, of Globals.
  const sayable = isMapping(shared)
    ? Object.fromEntries(Object.entries(shared).filter(([name]) => section.properties.includes(name)))
    : shared;
  const merged = merge(sayable, own, section.replaced);
  return isMapping(merged) ? merged : own;
}

export function checkGlobals(globals: Mapping, report: ReportProblem): void {
  for (const [name, shared] of Object.entries(globals)) {
    const section = Object.hasOwn(sections, name) ? sections[name] : undefined;
    if (!section)
      report(
        `Globals.${name}`,
        'this section of Globals is not supported; there are Function, SimpleTable and HttpApi.',
      );
    else
      for (const property of isMapping(shared) ? Object.keys(shared) : [])
        if (!section.properties.includes(property))
          report(
            `Globals.${name}.${property}`,
            'cannot stand in Globals; say it of each resource that has such a property.',
          );
  }
}

/** Mappings are merged, lists are joined (the shared items first), anything else is replaced by the resource's own. */
function merge(shared: Value, own: Value, replaced: readonly string[] = []): Value {
  if (Array.isArray(shared) && Array.isArray(own)) return [...shared, ...own];
  if (!isMapping(shared) || !isMapping(own) || intrinsicOf(shared) || intrinsicOf(own)) return own;
  const merged: Mapping = { ...shared };
  for (const [key, value] of Object.entries(own)) {
    const other = shared[key];
    merged[key] = other === undefined || replaced.includes(key) ? value : merge(other, value);
  }
  return merged;
}
