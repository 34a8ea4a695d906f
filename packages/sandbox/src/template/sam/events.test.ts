// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import { expand, fn, fnArn } from '../../../test/sam-expansion.ts';

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

  it('S3 becomes a notification of the bucket, which comes after the permission', () => {
    const { made, problems, after } = expand(`${fn(`Events:
  Up:
    Type: S3
    Properties: { Bucket: !Ref Bucket, Events: ['s3:ObjectCreated:*'], Filter: { S3Key: { Rules: [] } } }
  Down: { Type: S3, Properties: { Bucket: !Ref Bucket, Events: 's3:ObjectRemoved:*' } }
  Odd: { Type: S3, Properties: { Bucket: elsewhere, Events: 's3:ObjectRemoved:*' } }`)}
  Bucket: { Type: AWS::S3::Bucket }`);
    expect(problems).toEqual([
      'Resources.Fn.Properties.Events.Odd.Properties.Bucket: must be a !Ref to a bucket of the same template.',
    ]);
    const called = { 'Fn::GetAtt': ['Fn', 'Arn'] };
    expect(made.Bucket?.properties).toEqual({
      NotificationConfiguration: {
        LambdaConfigurations: [
          { Event: 's3:ObjectCreated:*', Filter: { S3Key: { Rules: [] } }, Function: called },
          { Event: 's3:ObjectRemoved:*', Function: called },
        ],
      },
    });
    expect(after('Bucket')).toEqual(['FnUpPermission', 'FnDownPermission']);
    expect(made.FnUpPermission?.properties).toMatchObject({
      Principal: 's3.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('SNS becomes a subscription with its permission, or with a queue and its mapping in between', () => {
    const { made, problems } = expand(`${fn(`Events:
  Told: { Type: SNS, Properties: { Topic: !Ref Topic, FilterPolicy: { a: [b] } } }
  Queued: { Type: SNS, Properties: { Topic: !Ref Topic, SqsSubscription: true } }`)}
  Topic: { Type: AWS::SNS::Topic }`);
    expect(problems).toEqual([]);
    expect(made.FnTold).toEqual({
      type: 'AWS::SNS::Subscription',
      properties: {
        ...{ TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
        FilterPolicy: { a: ['b'] },
      },
    });
    expect(made.FnToldPermission?.properties).toMatchObject({ Principal: 'sns.amazonaws.com' });
    const queueArn = { 'Fn::GetAtt': ['FnQueuedQueue', 'Arn'] };
    expect(made.FnQueued?.properties).toMatchObject({ Protocol: 'sqs', Endpoint: queueArn });
    expect(made.FnQueuedQueuePolicy?.type).toBe('AWS::SQS::QueuePolicy');
    expect(made.FnQueuedEventSourceMapping?.properties).toMatchObject({
      EventSourceArn: queueArn,
      BatchSize: 10,
    });
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

  it('HttpApi comes beside the routes of a DefinitionBody, which a default authorizer leaves alone where they say NONE', () => {
    const definition = (path: string, security: string) => `
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Jwt
        Authorizers: { Jwt: { IdentitySource: $request.header.Authorization, JwtConfiguration: { issuer: https://i } } }
      RouteSettings: { 'POST /seen': { ThrottlingRateLimit: 5 } }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: app, version: '1' }
        paths: { ${path}: { post: { ${security} x-amazon-apigateway-integration: { type: aws_proxy } } } }
`;
    const route = (path: string) =>
      fn(`Events:
  A: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: ${path}, Method: post, RouteSettings: { ThrottlingRateLimit: 2 } } }`);
    const { made, problems } = expand(`${route('/a')}${definition('/seen', 'security: [{ NONE: [] }],')}`);
    expect(problems).toEqual([]);
    expect(made.Api?.properties.Body).toMatchObject({
      info: { title: 'app', version: '1' },
      paths: {
        '/seen': {
          post: { security: [{ NONE: [] }], 'x-amazon-apigateway-integration': { type: 'aws_proxy' } },
        },
        '/a': { post: { security: [{ Jwt: [] }] } },
      },
    });
    expect(made.ApiApiGatewayDefaultStage?.properties.RouteSettings).toEqual({
      'POST /seen': { ThrottlingRateLimit: 5 },
      'POST /a': { ThrottlingRateLimit: 2 },
    });
    const guarded = expand(`${route('/a')}${definition('/seen', 'security: [],')}`);
    expect(guarded.made.Api?.properties.Body).toMatchObject({
      paths: { '/seen': { post: { security: [{ Jwt: [] }] } } },
    });
    expect(expand(`${route('/seen')}${definition('/seen', '')}`).problems).toEqual([
      expect.stringContaining('Api has the route POST /seen already.'),
    ]);
  });

  it('HttpApi without an API makes one, and without a path its default route', () => {
    const { made } = expand(fn('Events:\n  All: { Type: HttpApi }'));
    expect(made.ServerlessHttpApi?.properties.Body).toMatchObject({
      paths: { $default: { 'x-amazon-apigateway-any-method': {} } },
    });
    expect(made.ServerlessHttpApiApiGatewayDefaultStage).toBeDefined();
  });
});
