// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import { expand, fn } from '../../../test/sam-expansion.ts';

describe('expandSam: a function', () => {
  it('becomes a function and its role, with Globals merged in', () => {
    const { made, problems } = expand(`
Globals:
  Function:
    Timeout: 10
    Tracing: Active
    Environment: { Variables: { A: shared, B: shared } }
    Tags: { team: x }
${fn('Timeout: 5\nEnvironment: { Variables: { B: own } }').trim()}`);
    expect(problems).toEqual([]);
    expect(made.Fn).toEqual({
      type: 'AWS::Lambda::Function',
      properties: {
        Code: { LocalPath: '/app/dist/fn' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 5,
        Environment: { Variables: { A: 'shared', B: 'own' } },
        TracingConfig: { Mode: 'Active' },
        Tags: [
          { Key: 'lambda:createdBy', Value: 'SAM' },
          { Key: 'team', Value: 'x' },
        ],
        Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] },
      },
    });
    expect(made.FnRole?.properties.ManagedPolicyArns).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess' },
    ]);
  });

  it.each([
    ['CodeUri: .', { LocalPath: '/app' }],
    ['CodeUri: ./', { LocalPath: '/app' }],
    ['', { LocalPath: '/app' }],
    ['CodeUri: .aws-sam/build/Fn', { LocalPath: '/app/.aws-sam/build/Fn' }],
    ["InlineCode: 'exports.handler = 1'", { ZipFile: 'exports.handler = 1' }],
  ])('finds its code with "%s"', (where, code) => {
    const { made, problems } = expand(
      `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n      Runtime: nodejs24.x\n      ${where}\n`,
    );
    expect(problems).toEqual([]);
    expect(made.Fn?.properties.Code).toEqual(code);
  });

  it('is durable by its own DurableConfig or that of Globals, with the role that SAM gives it then', () => {
    const { made, problems } = expand(`
Globals:
  Function:
    DurableConfig: { ExecutionTimeout: 60 }
${fn('DurableConfig: { RetentionPeriodInDays: 7 }').trim()}`);
    expect(problems).toEqual([]);
    expect(made.Fn?.properties.DurableConfig).toEqual({ ExecutionTimeout: 60, RetentionPeriodInDays: 7 });
    expect(made.FnRole?.properties.ManagedPolicyArns).toEqual([
      {
        'Fn::Sub':
          'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy',
      },
    ]);
  });

  it('gives an alias whose name has - and _ the logical id that SAM gives it', () => {
    const { made, problems } = expand(fn('AutoPublishAlias: live-now_1'));
    expect(problems).toEqual([]);
    expect(made.FnAliasliveDnowU1?.properties.Name).toBe('live-now_1');
  });

  it('keeps documents, names and templates of policies in its role', () => {
    const { made, problems } = expand(
      fn(`Policies:
  - AmazonS3ReadOnlyAccess
  - AWSLambdaRole
  - arn:aws:iam::1:policy/own
  - Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }]
  - DynamoDBReadPolicy: { TableName: !Ref Table }`),
    );
    expect(problems).toEqual([]);
    const role = made.FnRole?.properties;
    expect(role?.ManagedPolicyArns).toEqual(
      expect.arrayContaining([
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess' },
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaRole' },
        'arn:aws:iam::1:policy/own',
      ]),
    );
    expect(role?.Policies).toEqual([
      {
        PolicyName: 'FnRolePolicy3',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      },
      {
        PolicyName: 'FnRolePolicy4',
        PolicyDocument: {
          Statement: [
            expect.objectContaining({
              Action: expect.arrayContaining(['dynamodb:GetItem', 'dynamodb:Query']),
            }),
          ],
        },
      },
    ]);
  });

  it('takes every policy template of SAM, some with conditions and several parameters', () => {
    const { made, problems } = expand(
      fn(`Policies:
  - DynamoDBStreamReadPolicy: { TableName: !Ref Table, StreamName: s }
  - AWSSecretsManagerRotationPolicy: { FunctionName: f }
  - VPCAccessPolicy: {}`),
    );
    expect(problems).toEqual([]);
    const documents = made.FnRole?.properties.Policies;
    const stream =
      'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}/stream/';
    expect(documents).toMatchObject([
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
              Resource: {
                'Fn::Sub': [`${stream}\${StreamName}`, { TableName: { Ref: 'Table' }, StreamName: 's' }],
              },
            },
            {
              Action: ['dynamodb:ListStreams'],
              Resource: { 'Fn::Sub': [`${stream}*`, { TableName: { Ref: 'Table' } }] },
            },
          ],
        },
      },
      {
        PolicyDocument: {
          Statement: [
            {
              Condition: {
                StringEquals: {
                  'secretsmanager:resource/AllowRotationLambdaArn': {
                    'Fn::Sub': [expect.stringContaining(':function:${FunctionName}'), { FunctionName: 'f' }],
                  },
                },
              },
            },
            { Action: ['secretsmanager:GetRandomPassword'], Resource: '*' },
          ],
        },
      },
      { PolicyDocument: { Statement: [{ Action: expect.arrayContaining(['ec2:CreateNetworkInterface']) }] } },
    ]);
  });

  it('makes no role when it has one', () => {
    const { made } = expand(fn('Role: arn:aws:iam::1:role/x'));
    expect(made.FnRole).toBeUndefined();
    expect(made.Fn?.properties.Role).toBe('arn:aws:iam::1:role/x');
  });

  it('puts an alias before everything that calls it', () => {
    const { made, problems } = expand(`${fn(`AutoPublishAlias: live
DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [a], Hooks: { PreTraffic: !Ref Check } }
EventInvokeConfig: { MaximumRetryAttempts: 1 }
Events:
  Said: { Type: EventBridgeRule, Properties: { Pattern: { source: [a] } } }
  Work: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }`)}
  Check: { Type: AWS::SQS::Queue }
  Other: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref Fn.Alias, DisplayName: !GetAtt Fn.Version.Version, X: !Sub '\${Fn.Alias}' } }
`);
    expect(problems).toEqual([]);
    const version = Object.keys(made).find((id) => made[id]?.type === 'AWS::Lambda::Version') ?? '';
    expect(version).toMatch(/^FnVersion[0-9a-f]{10}$/);
    expect(made.FnAliaslive?.properties).toEqual({
      Name: 'live',
      FunctionName: { Ref: 'Fn' },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
      Gradual: true,
    });
    const alias = { Ref: 'FnAliaslive' };
    expect(made.FnSaid?.properties.Targets).toEqual([{ Id: 'FnSaidLambdaTarget', Arn: alias }]);
    expect(made.FnSaidPermission?.properties.FunctionName).toEqual(alias);
    expect(made.FnWork?.properties.FunctionName).toEqual(alias);
    expect(made.FnEventInvokeConfig?.properties).toMatchObject({
      Qualifier: 'live',
      FunctionName: { Ref: 'Fn' },
    });
    expect(made.FnDeploymentGroup).toMatchObject({
      type: 'AWS::CodeDeploy::DeploymentGroup',
      properties: {
        Release: {
          FunctionName: { Ref: 'Fn' },
          AliasName: 'live',
          Type: 'Canary10Percent5Minutes',
          PreTraffic: { Ref: 'Check' },
          Alarms: ['a'],
        },
      },
    });
    expect(made.Other?.properties).toEqual({
      TopicName: alias,
      DisplayName: { 'Fn::GetAtt': [version, 'Version'] },
      X: { 'Fn::Sub': '${FnAliaslive}' },
    });
  });

  it('gets the right to write to its destinations, and a queue where only the type is given', () => {
    const { made } = expand(
      fn(`EventInvokeConfig:
  MaximumEventAgeInSeconds: 60
  DestinationConfig:
    OnFailure: { Type: SQS, Destination: !GetAtt Queue.Arn }
    OnSuccess: { Type: SQS }`),
    );
    expect(made.FnEventInvokeConfig?.properties).toEqual({
      FunctionName: { Ref: 'Fn' },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: {
        OnSuccess: { Destination: { 'Fn::GetAtt': ['FnEventInvokeConfigOnSuccessQueue', 'Arn'] } },
        OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
      },
    });
    expect(made.FnEventInvokeConfigOnSuccessQueue?.type).toBe('AWS::SQS::Queue');
    expect(made.FnRole?.properties.Policies).toMatchObject([
      { PolicyName: 'FnEventInvokeConfigOnSuccessSQSPolicy' },
      {
        PolicyDocument: {
          Statement: [{ Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
        },
      },
    ]);
  });
});

describe('expandSam: what it refuses', () => {
  it.each([
    ['Layers: [x]', 'Resources.Fn.Properties.Layers: Layers is not supported by the sandbox;'],
    ['Colour: red', 'Resources.Fn.Properties: "Colour" is not supported;'],
    [
      'Events: { A: { Type: Kinesis } }',
      'Resources.Fn.Properties.Events.A.Type: the event type Kinesis is not supported (',
    ],
    [
      'Events: { A: { Type: SQS, Properties: { Queue: q, Colour: red } } }',
      'Resources.Fn.Properties.Events.A.Properties: "Colour" is not supported;',
    ],
    [
      'Events: { A: { Type: HttpApi, Properties: { ApiId: !Ref Nothing } } }',
      'Resources.Fn.Properties.Events.A.Properties.ApiId: must be a !Ref to an AWS::Serverless::HttpApi',
    ],
    [
      'Events: { A: { Type: Cognito, Properties: { UserPool: !Ref Queue, Trigger: PreSignUp } } }',
      'Resources.Fn.Properties.Events.A.Properties.UserPool: must be a !Ref to a user pool of the same template.',
    ],
    [
      'Events: { A: { Type: HttpApi, Properties: { Path: /a, Method: get } }, B: { Type: HttpApi, Properties: { Path: /a, Method: GET } } }',
      'Events.B.Properties: ServerlessHttpApi has the route GET /a already.',
    ],
    [
      'Events: { A: { Type: HttpApi, Properties: { Path: /a, Method: get, Auth: { Authorizer: Jwt } } } }',
      'Events.A.Properties.Auth: the API has no authorizer Jwt.',
    ],
    [
      'Events: { A: { Type: EventBridgeRule, Properties: { Pattern: {}, DeadLetterConfig: { Type: SQS, QueueLogicalId: Queue } } } }',
      'Resources.Queue: SAM makes a resource of this name (AWS::SQS::Queue)',
    ],
    [
      'Policies: [{ KMSDecrypt: { KeyId: k } }]',
      'Policies[0]: KMSDecrypt is no SAM policy template (there are KMSDecryptPolicy, KMSEncryptPolicy',
    ],
    ['Policies: [{ SQSPollerPolicy: {} }]', 'Policies[0]: SQSPollerPolicy needs its parameter QueueName.'],
  ])('%s', (text, problem) => {
    expect(expand(fn(text)).problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['', 'id', 'S', { BillingMode: 'PAY_PER_REQUEST' }],
    ['PrimaryKey: { Name: at, Type: Number }', 'at', 'N', { BillingMode: 'PAY_PER_REQUEST' }],
    [
      'ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 2 }',
      'id',
      'S',
      { ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 2 } },
    ],
  ])('makes a table of a SimpleTable with "%s"', (properties, AttributeName, AttributeType, more) => {
    const { made, problems } = expand(
      `Resources: { T: { Type: AWS::Serverless::SimpleTable, Properties: { ${properties} } } }`,
    );
    expect(problems).toEqual([]);
    expect(made.T).toEqual({
      type: 'AWS::DynamoDB::Table',
      properties: {
        AttributeDefinitions: [{ AttributeName, AttributeType }],
        KeySchema: [{ AttributeName, KeyType: 'HASH' }],
        ...more,
      },
    });
  });

  it('names other resources of SAM and other sections of Globals', () => {
    const { problems } = expand(`
Globals: { Api: { Name: x } }
Resources: { Rest: { Type: AWS::Serverless::Api } }`);
    expect(problems).toEqual([
      'Globals.Api: this section of Globals is not supported; there are Function, SimpleTable and HttpApi.',
      expect.stringContaining('Resources.Rest: the type AWS::Serverless::Api is not supported;'),
    ]);
  });
});
