// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import { parseTemplate } from '../read-template.ts';
import { readSections } from '../sections.ts';
import type { Mapping } from '../value.ts';
import { expandSam } from './expand-sam.ts';

/** Expands the resources of a template in YAML, with a function `Fn` that has these events. */
function expand(text: string) {
  const problems: string[] = [];
  const { Resources, Globals } = readSections(parseTemplate(text, 't.yaml'), 't.yaml');
  const resources = Object.entries(Resources).map(([logicalId, { Type, Properties, DependsOn }]) => ({
    logicalId,
    type: Type,
    properties: Properties,
    dependsOn: DependsOn,
  }));
  const expansion = expandSam({ globals: Globals, resources, folder: '/app' }, (place, sentence) =>
    problems.push(`${place}: ${sentence}`),
  );
  const made: Record<string, { type: string; properties: Mapping }> = {};
  for (const { logicalId, type, properties } of expansion.resources.values())
    made[logicalId] = { type, properties };
  return { made, problems };
}

const fn = (more: string): string => `
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Table: { Type: AWS::DynamoDB::Table }
  Pool: { Type: AWS::Cognito::UserPool }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist/fn
      Handler: index.handler
      Runtime: nodejs24.x
      ${more.trim().replaceAll('\n', '\n      ')}
`;

const fnArn = { 'Fn::GetAtt': ['Fn', 'Arn'] };

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

  it('keeps documents, names and templates of policies in its role', () => {
    const { made, problems } = expand(
      fn(`Policies:
  - AmazonS3ReadOnlyAccess
  - arn:aws:iam::1:policy/own
  - Statement: [{ Effect: Allow, Action: 's3:*', Resource: '*' }]
  - DynamoDBReadPolicy: { TableName: !Ref Table }`),
    );
    expect(problems).toEqual([]);
    const role = made.FnRole?.properties;
    expect(role?.ManagedPolicyArns).toEqual(
      expect.arrayContaining([
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess' },
        'arn:aws:iam::1:policy/own',
      ]),
    );
    expect(role?.Policies).toEqual([
      {
        PolicyName: 'FnRolePolicy2',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      },
      {
        PolicyName: 'FnRolePolicy3',
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

describe('expandSam: events', () => {
  it('EventBridgeRule becomes a rule, a permission and, for a queue by type, the queue with its policy', () => {
    const { made, problems } = expand(
      fn(`Events:
  Said:
    Type: EventBridgeRule
    Properties:
      EventBusName: bus
      Pattern: { source: [a] }
      DeadLetterConfig: { Type: SQS, QueueLogicalId: Dead }
      RetryPolicy: { MaximumRetryAttempts: 3 }
      Target: { Id: target }
      InputPath: $.detail
  Plain: { Type: EventBridgeRule, Properties: { Pattern: { source: [b] }, DeadLetterConfig: { Arn: !GetAtt Queue.Arn }, State: DISABLED } }`),
    );
    expect(problems).toEqual([]);
    expect(made.FnSaid).toEqual({
      type: 'AWS::Events::Rule',
      properties: {
        EventBusName: 'bus',
        EventPattern: { source: ['a'] },
        Targets: [
          {
            Id: 'target',
            Arn: fnArn,
            InputPath: '$.detail',
            RetryPolicy: { MaximumRetryAttempts: 3 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
          },
        ],
      },
    });
    expect(made.FnSaidPermission?.properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Fn' },
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['FnSaid', 'Arn'] },
    });
    expect(made.Dead?.type).toBe('AWS::SQS::Queue');
    expect(made.FnSaidQueuePolicy?.properties).toMatchObject({ Queues: [{ Ref: 'Dead' }] });
    expect(made.FnPlain?.properties).toMatchObject({ State: 'DISABLED' });
    expect(made.FnPlainQueuePolicy).toBeUndefined();
  });

  it('Schedule and ScheduleV2 become a rule and a schedule with its role', () => {
    const { made } = expand(
      fn(`Events:
  Often: { Type: Schedule, Properties: { Schedule: rate(1 minute), Enabled: false, Input: '{}' } }
  Nightly: { Type: ScheduleV2, Properties: { ScheduleExpression: cron(0 3 * * ? *) } }`),
    );
    expect(made.FnOften?.properties).toEqual({
      ScheduleExpression: 'rate(1 minute)',
      State: 'DISABLED',
      Targets: [{ Id: 'FnOftenLambdaTarget', Arn: fnArn, Input: '{}' }],
    });
    expect(made.FnNightly).toMatchObject({
      type: 'AWS::Scheduler::Schedule',
      properties: {
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { RoleArn: { 'Fn::GetAtt': ['FnNightlyRole', 'Arn'] } },
      },
    });
  });

  it('SQS and DynamoDB become mappings, with the managed policies and the destination in the role', () => {
    const { made, problems } = expand(
      fn(`Events:
  Work:
    Type: SQS
    Properties: { Queue: !GetAtt Queue.Arn, BatchSize: 5, FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: { MaximumConcurrency: 2 } }
  Changes:
    Type: DynamoDB
    Properties:
      Stream: !GetAtt Table.StreamArn
      StartingPosition: TRIM_HORIZON
      BisectBatchOnFunctionError: true
      DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Queue.Arn } }
  Untyped:
    Type: DynamoDB
    Properties: { Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, DestinationConfig: { OnFailure: { Destination: !GetAtt Queue.Arn } } }`),
    );
    expect(problems).toEqual([]);
    expect(made.FnWork).toEqual({
      type: 'AWS::Lambda::EventSourceMapping',
      properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        BatchSize: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
        FunctionName: { Ref: 'Fn' },
      },
    });
    expect(made.FnChanges?.properties).toEqual({
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      FunctionName: { Ref: 'Fn' },
    });
    const role = JSON.stringify(made.FnRole?.properties);
    expect(role).toContain('AWSLambdaSQSQueueExecutionRole');
    expect(role).toContain('AWSLambdaDynamoDBExecutionRole');
    // As in SAM: without Type the role lacks the right to write to the destination.
    expect(made.FnRole?.properties.Policies).toMatchObject([{ PolicyName: 'FnChangesSQSPolicy' }]);
  });

  it('Cognito becomes triggers of the pool and one permission', () => {
    const { made } = expand(
      fn(
        'Events:\n  Sign: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: [PreSignUp, PostConfirmation] } }',
      ),
    );
    expect(made.Pool?.properties).toEqual({ LambdaConfig: { PreSignUp: fnArn, PostConfirmation: fnArn } });
    expect(made.FnCognitoPermission?.properties).toMatchObject({
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Pool', 'Arn'] },
    });
  });

  it('HttpApi becomes routes of an OpenAPI document with its authorizers, and a stage', () => {
    const { made, problems } = expand(`${fn(`Events:
  Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: '/a/{id}', Method: get, TimeoutInMillis: 3000, RouteSettings: { ThrottlingBurstLimit: 2 } } }
  Open: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /open, Method: any, Auth: { Authorizer: NONE } } }`)}
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Jwt
        Authorizers: { Jwt: { IdentitySource: $request.header.Authorization, JwtConfiguration: { issuer: https://i, audience: [a] } } }
      CorsConfiguration: { AllowOrigins: ['*'] }
      AccessLogSettings: { DestinationArn: arn, Format: f }
`);
    expect(problems).toEqual([]);
    const integration = {
      type: 'aws_proxy',
      httpMethod: 'POST',
      payloadFormatVersion: '2.0',
      uri: {
        'Fn::Sub': [
          expect.stringContaining('/functions/${__Function__}/invocations'),
          { __Function__: fnArn },
        ],
      },
    };
    expect(made.Api?.properties.Body).toEqual({
      openapi: '3.0.1',
      info: { version: '1.0', title: { Ref: 'AWS::StackName' } },
      paths: {
        '/a/{id}': {
          get: {
            'x-amazon-apigateway-integration': { ...integration, timeoutInMillis: 3000 },
            security: [{ Jwt: [] }],
            responses: {},
          },
        },
        '/open': {
          'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': integration, responses: {} },
        },
      },
      components: {
        securitySchemes: {
          Jwt: {
            type: 'oauth2',
            'x-amazon-apigateway-authorizer': {
              type: 'jwt',
              jwtConfiguration: { issuer: 'https://i', audience: ['a'] },
              identitySource: '$request.header.Authorization',
            },
          },
        },
      },
      'x-amazon-apigateway-cors': { allowOrigins: ['*'] },
    });
    expect(made.ApiApiGatewayDefaultStage?.properties).toMatchObject({
      ApiId: { Ref: 'Api' },
      StageName: '$default',
      RouteSettings: { 'GET /a/{id}': { ThrottlingBurstLimit: 2 } },
      AccessLogSettings: { DestinationArn: 'arn', Format: 'f' },
    });
    expect(made.FnGetPermission?.properties.SourceArn).toEqual({
      'Fn::Sub': [expect.stringMatching(/:\$\{__ApiId__\}\/\*\/GET\/a\/\*$/), { __ApiId__: { Ref: 'Api' } }],
    });
  });

  it('HttpApi without an API makes one, and without a path its default route', () => {
    const { made } = expand(fn('Events:\n  All: { Type: HttpApi }'));
    expect(made.ServerlessHttpApi?.properties.Body).toMatchObject({
      paths: { $default: { 'x-amazon-apigateway-any-method': {} } },
    });
    expect(made.ServerlessHttpApiApiGatewayDefaultStage).toBeDefined();
  });
});

describe('expandSam: what it refuses', () => {
  it.each([
    ['Layers: [x]', 'Resources.Fn.Properties.Layers: Layers is not supported by the sandbox.'],
    ['Colour: red', 'Resources.Fn.Properties: "Colour" is not supported.'],
    [
      'Events: { A: { Type: Kinesis } }',
      'Resources.Fn.Properties.Events.A.Type: the event type Kinesis is not supported.',
    ],
    [
      'Events: { A: { Type: SQS, Properties: { Queue: q, Colour: red } } }',
      'Resources.Fn.Properties.Events.A.Properties: "Colour" is not supported.',
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
      'Policies: [{ KMSDecryptPolicy: { KeyId: k } }]',
      'Policies[0]: the SAM policy template KMSDecryptPolicy is not supported',
    ],
    ['Policies: [{ SQSPollerPolicy: {} }]', 'Policies[0]: SQSPollerPolicy needs its parameter QueueName.'],
  ])('%s', (text, problem) => {
    expect(expand(fn(text)).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('names other resources of SAM and other sections of Globals', () => {
    const { problems } = expand(`
Globals: { Api: { Name: x } }
Resources: { Rest: { Type: AWS::Serverless::Api } }`);
    expect(problems).toEqual([
      'Globals.Api: this section of Globals is not supported.',
      'Resources.Rest: the type AWS::Serverless::Api is not supported.',
    ]);
  });
});
