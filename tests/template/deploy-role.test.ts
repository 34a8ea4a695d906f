import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { root } from '../../scripts/lib/repository.ts';
import { statementsIn, statementsOf } from './functions.ts';
import { ofType, readStacks, type Stacks } from './templates.ts';
import { at, mappings } from './values.ts';

const { Resources } = readTemplateFile(path.join(root, '.github/deploy-role.yaml'));
const { stacks } = readStacks();

/** How policies name the services whose resources stand in the templates, where the names differ. */
const inPolicies: Record<string, string> = {
  apigatewayv2: 'apigateway',
  cognito: 'cognito-idp',
  kinesisfirehose: 'firehose',
};

const bound = mappings(at(Resources, 'RolesBoundary', 'Properties')).flatMap(statementsIn);
const execution = mappings(at(Resources, 'ExecutionRole', 'Properties', 'Policies')).flatMap(statementsIn);

/** What roles of the templates are to do and the boundary would refuse. */
function refused(all: Stacks): string[] {
  const allowed = bound.flatMap(({ actions }) => actions);
  return Object.values(all)
    .flatMap((stack) => [
      ...ofType(stack, 'AWS::IAM::Role').map(([id, role]) => [id, statementsOf(role)] as const),
      ...ofType(stack, 'AWS::IAM::Policy').map(([id, policy]) => [id, statementsIn(policy)] as const),
    ])
    .flatMap(([id, statements]) =>
      statements
        .flatMap(({ actions }) => actions)
        .filter((action) => !allowed.includes(action))
        .map((action) => `${id} is to do ${action}`),
    );
}

/** Roles that the pipeline could not make, because the boundary is not theirs. */
const unbound = (all: Stacks): string[] =>
  Object.values(all)
    .flatMap((stack) => ofType(stack, 'AWS::IAM::Role'))
    .filter(([, role]) => role.PermissionsBoundary === undefined)
    .map(([id]) => id);

/** As CloudFormation names what a nested stack of the longest stage makes: at the end of the stack's name is cut what is too much. */
function generatedName(service: string, id: string, longest: number): string {
  const random = '1A2B3C4D5E6F';
  const stackName = `shutterbus-staging-${service}-${random}`;
  return `${stackName.slice(0, longest - id.length - random.length - 2)}-${id}-${random}`;
}

const longestName: Record<string, number> = {
  'AWS::IAM::Role': 64,
  'AWS::Lambda::Function': 64,
  'AWS::Events::Rule': 64,
  'AWS::SQS::Queue': 80,
};

/** Resources whose names the execution role's patterns would not match, because too much of the stack's name is cut. */
const unmatched = (all: Stacks): string[] =>
  Object.entries(all).flatMap(([service, stack]) =>
    Object.entries(stack)
      .filter(([, { properties }]) => properties.FunctionName === undefined && properties.Name === undefined)
      .map(([id, { type }]) => [id, generatedName(service, id, longestName[type] ?? 255)] as const)
      .filter(([, name]) => !name.startsWith('shutterbus-staging-'))
      .map(([id, name]) => `${id} becomes ${name}`),
  );

/** Services whose resources the templates make and the execution role may not. */
const unmade = (all: Stacks): string[] => {
  const services = Object.values(all)
    .flatMap((stack) => Object.values(stack))
    .map(({ type }) => type.split('::')[1]?.toLowerCase() ?? '')
    .map((service) => inPolicies[service] ?? service);
  const made = execution.flatMap(({ actions }) => actions).map((action) => action.split(':')[0]);
  return [...new Set(services)].filter((service) => !made.includes(service));
};

describe('.github/deploy-role.yaml', () => {
  it('lets roles do what the templates say', () => {
    expect(refused(stacks)).toEqual([]);
    const copy = structuredClone(stacks);
    copy.more = {
      Role: {
        type: 'AWS::IAM::Role',
        properties: {
          Policies: [{ PolicyDocument: { Statement: [{ Action: ['iam:CreateUser'], Resource: '*' }] } }],
        },
      },
    };
    expect(refused(copy)).toEqual(['Role is to do iam:CreateUser']);
    expect(unbound(copy)).toEqual(['Role']);
  });

  it('bounds every role of the templates', () => {
    expect(unbound(stacks)).toEqual([]);
  });

  it('lets CloudFormation make what the templates hold', () => {
    expect(unmade(stacks)).toEqual([]);
    const copy = { ...stacks, more: { Topic: { type: 'AWS::Kinesis::Stream', properties: {} } } };
    expect(unmade(copy)).toEqual(['kinesis']);
  });

  it('names the stage as far as CloudFormation leaves it in a name', () => {
    expect(unmatched(stacks)).toEqual([]);
    const id = 'RoleOfOneFunctionWithAVeryLongName';
    const copy = { ...stacks, more: { [id]: { type: 'AWS::IAM::Role', properties: {} } } };
    expect(unmatched(copy)).toEqual([`${id} becomes shutterbus-stagi-${id}-1A2B3C4D5E6F`]);
  });

  it('gives nobody more than the stage is named after, but for what has no name', () => {
    const everything = [...bound, ...execution].filter(({ resources }) => resources.includes('*'));
    // Never with a star of its own: each of these actions is named.
    expect(everything.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
    const changing = execution.filter(({ actions }) =>
      actions.some((action) => /^iam:(CreateRole|PutRolePolicy|AttachRolePolicy)$/.test(action)),
    );
    expect(changing.length).toBeGreaterThan(0);
    for (const { statement } of changing)
      expect(at(statement, 'Condition', 'StringEquals', 'iam:PermissionsBoundary')).toEqual({
        Ref: 'RolesBoundary',
      });
  });
});
