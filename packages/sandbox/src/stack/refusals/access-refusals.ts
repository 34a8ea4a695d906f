import { isPending, shown } from '../../template/faults.ts';
import { intrinsicOf, isMapping, type Mapping, scalarText, type Value } from '../../template/value.ts';
import {
  each,
  type Finding,
  form,
  longest,
  most,
  pageOf,
  type Refusal,
  range,
  referred,
  valuesAt,
} from './refusal.ts';

const role = 'AWS::IAM::Role';
const iamGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const grammar = `${iamGuide}/reference_policies_grammar.html`;

/** Who a policy belongs to decides what its statements have. */
type PolicyKind = 'identity' | 'resource' | 'trust';

/** Where policies stand. */
const policies: { type: string; path: string; kind: PolicyKind }[] = [
  { type: role, path: 'Policies[].PolicyDocument', kind: 'identity' },
  { type: 'AWS::IAM::Policy', path: 'PolicyDocument', kind: 'identity' },
  { type: 'AWS::IAM::ManagedPolicy', path: 'PolicyDocument', kind: 'identity' },
  { type: role, path: 'AssumeRolePolicyDocument', kind: 'trust' },
  { type: 'AWS::SQS::QueuePolicy', path: 'PolicyDocument', kind: 'resource' },
  { type: 'AWS::SNS::TopicPolicy', path: 'PolicyDocument', kind: 'resource' },
  { type: 'AWS::S3::BucketPolicy', path: 'PolicyDocument', kind: 'resource' },
];

const given = (statement: Mapping, ...names: string[]): boolean =>
  names.some((name) => statement[name] !== undefined);
const listOf = (value: Value | undefined): Value[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

function* faultsOf(document: Value, kind: PolicyKind, path: string[]): Iterable<Finding> {
  if (isPending(document) || (isMapping(document) && intrinsicOf(document))) return;
  // A queue's policy may be JSON text; what is in it is for its service.
  if (typeof document === 'string' && document.trimStart().startsWith('{')) return;
  if (!isMapping(document)) {
    yield { path, sentence: `is ${shown(document)}, no policy; it is a mapping with Version and Statement` };
    return;
  }
  const { Version: version, Statement: statements } = document;
  if (version !== undefined && !['2012-10-17', '2008-10-17'].includes(scalarText(version) ?? ''))
    yield { path: [...path, 'Version'], sentence: `is ${shown(version)}; it is 2012-10-17` };
  if (statements === undefined || (Array.isArray(statements) && statements.length === 0)) {
    yield { path, sentence: 'has no Statement; a policy has at least one' };
    return;
  }
  const single = !Array.isArray(statements);
  for (const [index, statement] of listOf(statements).entries()) {
    const at = [...path, 'Statement', ...(single ? [] : [String(index)])];
    if (isMapping(statement) && intrinsicOf(statement)) continue;
    yield* faultsOfStatement(statement, kind, at);
  }
}

const elements = new Set([
  ...[
    'Sid',
    'Effect',
    'Principal',
    'NotPrincipal',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Condition',
  ],
]);

function* faultsOfStatement(statement: Value, kind: PolicyKind, path: string[]): Iterable<Finding> {
  if (!isMapping(statement)) {
    yield { path, sentence: `is ${shown(statement)}, no statement; it is a mapping with Effect and Action` };
    return;
  }
  const foreign = Object.keys(statement).filter((key) => !elements.has(key));
  if (foreign.length > 0)
    yield { path, sentence: `has ${foreign.join(', ')}; a statement has ${[...elements].join(', ')}` };
  if (
    typeof statement.Effect !== 'string' ||
    !(isPending(statement.Effect) || ['Allow', 'Deny'].includes(statement.Effect))
  ) {
    if (!isMapping(statement.Effect ?? null))
      yield {
        path: [...path, 'Effect'],
        sentence: `is ${shown(statement.Effect ?? null)}; it is Allow or Deny`,
      };
  }
  if (!given(statement, 'Action', 'NotAction'))
    yield { path, sentence: 'has no Action; it says what is allowed or denied' };
  for (const action of listOf(statement.Action)) {
    if (typeof action === 'string' && !isPending(action) && !/^(\*|[a-z0-9-]+:[a-zA-Z0-9*?]+)$/i.test(action))
      yield {
        path: [...path, 'Action'],
        sentence: `is ${shown(action)}; an action is * or names its service, such as s3:GetObject`,
      };
  }
  if (kind === 'identity' && !given(statement, 'Resource', 'NotResource'))
    yield { path, sentence: 'has no Resource; it says on what' };
  if (kind === 'identity' && given(statement, 'Principal', 'NotPrincipal'))
    yield {
      path: [...path, 'Principal'],
      sentence: 'does not go with the policy of a role, whose principal is the role; leave it out',
    };
  if (kind !== 'identity' && !given(statement, 'Principal', 'NotPrincipal'))
    yield { path, sentence: 'has no Principal; it says who' };
  if (kind === 'trust' && given(statement, 'Resource', 'NotResource'))
    yield {
      path: [...path, 'Resource'],
      sentence: 'does not go with a trust policy, whose resource is the role; leave it out',
    };
}

const kinds: Record<PolicyKind, string> = {
  identity: 'a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
  trust: 'a trust policy that is none: without Principal, or with a Resource',
  resource: 'a policy that is none: without Statement, Effect, Action or Principal',
};

const policyRules = policies.map(
  ({ type, path, kind }): Refusal => ({
    type,
    rule: `${type.replace('AWS::', '').replace('::', ' ')}: ${kinds[kind]}`,
    page: grammar,
    *find({ properties }) {
      for (const { path: at, value } of valuesAt(properties, path)) yield* faultsOf(value, kind, at);
    },
  }),
);

/** The services that a trust policy lets assume the role; undefined while that is known only later. */
function trusted(document: Value | undefined): Set<string> | undefined {
  const services = new Set<string>();
  for (const statement of listOf(isMapping(document ?? null) ? (document as Mapping).Statement : undefined)) {
    if (!isMapping(statement) || intrinsicOf(statement)) return undefined;
    const { Principal: principal, Effect: effect, Action: actions } = statement;
    const assumes = listOf(actions).some((action) =>
      ['sts:AssumeRole', 'sts:*', '*'].includes(scalarText(action) ?? ''),
    );
    if (effect !== 'Allow' || !assumes) continue;
    if (principal === '*') services.add('*');
    if (!isMapping(principal)) continue;
    for (const service of listOf(principal.Service)) {
      if (typeof service !== 'string' || isPending(service)) return undefined;
      services.add(service);
    }
  }
  return services;
}

/** Roles by the property that names them, and the service that has to assume them. */
const assumed: { type: string; path: string; service: string }[] = [
  { type: 'AWS::Lambda::Function', path: 'Role', service: 'lambda.amazonaws.com' },
  { type: 'AWS::Scheduler::Schedule', path: 'Target.RoleArn', service: 'scheduler.amazonaws.com' },
  { type: 'AWS::CodeDeploy::DeploymentGroup', path: 'ServiceRoleArn', service: 'codedeploy.amazonaws.com' },
  { type: 'AWS::Events::Rule', path: 'Targets[].RoleArn', service: 'events.amazonaws.com' },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    path: 'ExtendedS3DestinationConfiguration.RoleARN',
    service: 'firehose.amazonaws.com',
  },
];

const trustRules = assumed.map(
  ({ type, path, service }): Refusal => ({
    type,
    rule: `${type.replace('AWS::', '').replace('::', ' ')}: a role that ${service} may not assume`,
    page: `${iamGuide}/id_roles_create_for-service.html`,
    *find({ properties }, around) {
      for (const { path: at, value } of valuesAt(properties, path)) {
        const found = referred(value, around);
        if (found?.type !== role) continue;
        const services = trusted(found.properties.AssumeRolePolicyDocument);
        if (services && !services.has(service) && !services.has('*'))
          yield {
            path: at,
            sentence: `is ${found.logicalId}, which ${service} may not assume; name it as a Principal in AssumeRolePolicyDocument`,
          };
      }
    },
  }),
);

export const accessRefusals: Refusal[] = [
  ...policyRules,
  ...trustRules,
  form(
    role,
    'RoleName',
    /^[\w+=,.@-]{1,64}$/,
    'has up to 64 letters, digits and the characters + = , . @ - _',
  ),
  form(role, 'Path', /^\/([!-~]+\/)?$/, 'begins and ends with a slash'),
  longest(role, 'Description', 1000),
  range(role, 'MaxSessionDuration', 3600, 43_200, ' seconds'),
  most(role, 'ManagedPolicyArns', 20),
  each(
    role,
    'ManagedPolicyArns[]',
    'IAM Role: a managed policy that is no ARN of one',
    ({ value }) =>
      /^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(scalarText(value) ?? '')
        ? undefined
        : `is ${shown(value)}; it is the ARN of a policy, such as arn:aws:iam::aws:policy/ReadOnlyAccess`,
    pageOf(role),
  ),
  form(
    'AWS::IAM::ManagedPolicy',
    'ManagedPolicyName',
    /^[\w+=,.@-]{1,128}$/,
    'has up to 128 letters, digits and the characters + = , . @ - _',
  ),
  form(
    'AWS::IAM::Policy',
    'PolicyName',
    /^[\w+=,.@-]{1,128}$/,
    'has up to 128 letters, digits and the characters + = , . @ - _',
  ),
];
