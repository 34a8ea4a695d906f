import { rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const statement = (members: string): string => `{ Statement: [{ ${members} }] }`;
const good = statement("Effect: Allow, Action: 's3:GetObject', Resource: '*'");
const trust = statement(
  'Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com }',
);
const forAll = statement("Effect: Allow, Action: 's3:GetObject', Resource: '*', Principal: '*'");

const inRole = (document: string): string => `Policies: [{ PolicyName: p, PolicyDocument: ${document} }]`;

describe('refusals of roles and policies', () => {
  testRefusals([
    ...rowsOn('AWS::IAM::Role', [
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole('{ Statement: [] }'),
        'PolicyDocument: has no Statement',
        inRole(good),
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole('nothing'),
        'is "nothing", no policy',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(`{ Version: 2026-01-01, ${good.slice(1)}`),
        'Version: is "2026-01-01"; it is 2012-10-17',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(statement("Effect: Maybe, Action: '*', Resource: '*'")),
        'is "Maybe"; it is Allow or Deny',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(statement("Effect: Allow, Resource: '*'")),
        'has no Action',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(statement("Effect: Allow, Action: GetObject, Resource: '*'")),
        'is "GetObject"; an action is * or names its service',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(statement("Effect: Allow, Action: '*'")),
        'has no Resource',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(forAll),
        'does not go with the policy of a role',
      ],
      [
        'IAM Role: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        inRole(statement("Effect: Allow, Action: '*', Resource: '*', Colour: red")),
        'has Colour; a statement has Sid, Effect',
      ],
      [
        'IAM Role: a trust policy that is none: without Principal, or with a Resource',
        `AssumeRolePolicyDocument: ${statement('Effect: Allow, Action: sts:AssumeRole')}`,
        'has no Principal',
        `AssumeRolePolicyDocument: ${trust}`,
      ],
      ['IAM Role: malformed RoleName', 'RoleName: a b', 'is "a b"', 'RoleName: a+b'],
      ['IAM Role: malformed Path', 'Path: app', 'begins and ends with a slash', 'Path: /app/'],
      [
        'IAM Role: Description of more than 1000 characters',
        `Description: ${'x'.repeat(1001)}`,
        'has 1001 characters',
      ],
      ['IAM Role: MaxSessionDuration outside 3600 to 43200 seconds', 'MaxSessionDuration: 60', 'is 60'],
      [
        'IAM Role: ManagedPolicyArns, more than 20',
        `ManagedPolicyArns: [${'a,'.repeat(21)}]`,
        'has 21 entries',
      ],
      [
        'IAM Role: a managed policy that is no ARN of one',
        'ManagedPolicyArns: [ReadOnlyAccess]',
        'is "ReadOnlyAccess"; it is the ARN of a policy',
        'ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaRole"]',
      ],
    ]),
    ...rowsOn('AWS::IAM::Policy', [
      [
        'IAM Policy: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        'PolicyDocument: {}',
        'has no Statement',
        `PolicyDocument: ${good}`,
      ],
      ['IAM Policy: malformed PolicyName', 'PolicyName: a b', 'is "a b"'],
    ]),
    ...rowsOn('AWS::IAM::ManagedPolicy', [
      [
        'IAM ManagedPolicy: a policy that is none: without Statement, Effect, Action or Resource, or with a Principal',
        'PolicyDocument: {}',
        'has no Statement',
        `PolicyDocument: ${good}`,
      ],
      ['IAM ManagedPolicy: malformed ManagedPolicyName', 'ManagedPolicyName: a b', 'is "a b"'],
    ]),
    ...rowsOn('AWS::SQS::QueuePolicy', [
      [
        'SQS QueuePolicy: a policy that is none: without Statement, Effect, Action or Principal',
        `PolicyDocument: ${good}`,
        'has no Principal',
        `PolicyDocument: ${forAll}`,
      ],
    ]),
    ...rowsOn('AWS::SNS::TopicPolicy', [
      [
        'SNS TopicPolicy: a policy that is none: without Statement, Effect, Action or Principal',
        `PolicyDocument: ${good}`,
        'has no Principal',
        `PolicyDocument: ${forAll}`,
      ],
    ]),
    ...rowsOn('AWS::S3::BucketPolicy', [
      [
        'S3 BucketPolicy: a policy that is none: without Statement, Effect, Action or Principal',
        `PolicyDocument: ${good}`,
        'has no Principal',
        `PolicyDocument: ${forAll}`,
      ],
    ]),
  ]);
});
