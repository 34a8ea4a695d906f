import { rowsOf, rowsOn, saidBy, testRefusals } from '../../../test/refusal-rows.ts';

const fn = 'AWS::Lambda::Function';
const lambdaRole =
  '{ Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }';
const other = lambdaRole.replace('lambda.', 'events.');

describe('refusals of functions', () => {
  testRefusals(
    rowsOn(fn, [
      [
        'Lambda Function: Timeout outside 1 to 900 seconds',
        'Timeout: 901',
        'X.Timeout: is 901; it is a whole number, 1 to 900 seconds',
        "Timeout: '900'",
      ],
      [
        'Lambda Function: MemorySize outside 128 to 10240 MB',
        'MemorySize: 64',
        'is 64; it is a whole number, 128 to 10240 MB',
      ],
      [
        'Lambda Function: EphemeralStorage.Size outside 512 to 10240 MB',
        'EphemeralStorage: { Size: 100 }',
        'is 100',
      ],
      [
        'Lambda Function: ReservedConcurrentExecutions below 0',
        'ReservedConcurrentExecutions: -1',
        'is -1; it is a whole number, at least 0',
        'ReservedConcurrentExecutions: 0',
      ],
      [
        'Lambda Function: malformed FunctionName',
        'FunctionName: with space',
        'is "with space"; it has up to 64 letters',
        'FunctionName: a-b_c',
      ],
      [
        'Lambda Function: malformed Handler',
        "Handler: 'a b'",
        'no space, such as index.handler',
        'Handler: src/a.handler',
      ],
      [
        'Lambda Function: Description of more than 256 characters',
        `Description: ${'x'.repeat(257)}`,
        'has 257 characters; the most are 256',
      ],
      [
        'Lambda Function: unknown Architectures',
        'Architectures: [x86]',
        'is "x86"; it is x86_64 or arm64',
        'Architectures: [arm64]',
      ],
      [
        'Lambda Function: Architectures, more than 1',
        'Architectures: [arm64, x86_64]',
        'has 2 entries; the most are 1',
      ],
      ['Lambda Function: unknown PackageType', 'PackageType: Jar', 'is "Jar"; it is Zip or Image'],
      [
        'Lambda Function: unknown TracingConfig.Mode',
        'TracingConfig: { Mode: On }',
        'it is Active or PassThrough',
      ],
      [
        'Lambda Function: unknown LoggingConfig.LogFormat',
        'LoggingConfig: { LogFormat: json }',
        'is "json"; it is Text or JSON',
      ],
      [
        'Lambda Function: unknown LoggingConfig.ApplicationLogLevel',
        'LoggingConfig: { LogFormat: JSON, ApplicationLogLevel: LOUD }',
        'is "LOUD"',
      ],
      ['Lambda Function: unknown RecursiveLoop', 'RecursiveLoop: Maybe', 'it is Allow or Terminate'],
      ['Lambda Function: Layers, more than 5', 'Layers: [a, b, c, d, e, f]', 'has 6 entries; the most are 5'],
      ['Lambda Function without Role', 'Handler: a.b', 'X.Role: is missing', 'Role: arn'],
      [
        'Lambda Function: unknown runtime',
        'Runtime: nodejs23.x',
        'is "nodejs23.x", which Lambda does not know',
        'Runtime: nodejs24.x',
      ],
      [
        'Lambda Function: environment variables of more than 4 KB',
        `Environment: { Variables: { LONG: ${'x'.repeat(4093)} } }`,
        'takes 4097 bytes',
        `Environment: { Variables: { LONG: ${'x'.repeat(4092)} } }`,
      ],
      [
        'Lambda Function: environment variables that Lambda sets itself',
        'Environment: { Variables: { AWS_REGION: x, MINE: y } }',
        'has AWS_REGION, which Lambda sets itself',
        'Environment: { Variables: { AWS_ENDPOINT_URL: x } }',
      ],
      [
        'Lambda Function: malformed names of environment variables',
        "Environment: { Variables: { '1st': x } }",
        'Variables.1st: is no name; it begins with a letter',
        'Environment: { Variables: { ab: x } }',
      ],
      [
        'Lambda Function: log levels with LogFormat Text',
        'LoggingConfig: { ApplicationLogLevel: INFO }',
        'levels go with LogFormat JSON',
        'LoggingConfig: { LogFormat: JSON, ApplicationLogLevel: INFO }',
      ],
      [
        'Lambda Function: code in the template of more than 4 MB, or for a runtime other than Node.js and Python',
        'Runtime: java21, Code: { ZipFile: x }',
        'goes with Node.js and Python, not with java21',
        'Runtime: nodejs24.x, Code: { ZipFile: x }',
      ],
      [
        'Lambda Function: a dead-letter queue that is neither a queue nor a topic',
        'DeadLetterConfig: { TargetArn: "arn:aws:lambda:x:1:function:y" }',
        'is of lambda; it is the ARN of a queue or a topic',
        'DeadLetterConfig: { TargetArn: "arn:aws:sqs:x:1:y" }',
      ],
    ]),
  );

  testRefusals(
    rowsOf([
      [
        'Lambda Function: a role that lambda.amazonaws.com may not assume',
        `X: { Type: ${fn}, Properties: { Role: !GetAtt R.Arn } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: ${other} } }`,
        'is R, which lambda.amazonaws.com may not assume',
        `X: { Type: ${fn}, Properties: { Role: !GetAtt R.Arn } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: ${lambdaRole} } }`,
      ],
      [
        'Serverless Function: DeploymentPreference without AutoPublishAlias',
        'F: { Type: AWS::Serverless::Function, Properties: { DeploymentPreference: { Type: AllAtOnce } } }',
        'F.DeploymentPreference: needs AutoPublishAlias',
        'F: { Type: AWS::Serverless::Function, Properties: { AutoPublishAlias: live, DeploymentPreference: { Type: AllAtOnce } } }',
      ],
      [
        'Serverless Function: unknown DeploymentPreference.Type',
        'F: { Type: AWS::Serverless::Function, Properties: { AutoPublishAlias: live, DeploymentPreference: { Type: Canary1Percent } } }',
        'is "Canary1Percent"; it is AllAtOnce, Canary10Percent5Minutes',
      ],
      [
        'Serverless Function: malformed AutoPublishAlias',
        'F: { Type: AWS::Serverless::Function, Properties: { AutoPublishAlias: a.b } }',
        'is "a.b"; it has letters, digits, - and _',
        'F: { Type: AWS::Serverless::Function, Properties: { AutoPublishAlias: a-b_c } }',
      ],
      [
        'Serverless Function: unknown Tracing',
        'F: { Type: AWS::Serverless::Function, Properties: { Tracing: On } }',
        'it is Active, PassThrough or Disabled',
      ],
      [
        'Serverless Function: unknown DeadLetterQueue.Type',
        'F: { Type: AWS::Serverless::Function, Properties: { DeadLetterQueue: { Type: S3, TargetArn: x } } }',
        'is "S3"; it is SQS or SNS',
      ],
      [
        'Serverless Function: an HttpApi event with an unknown method, or a path that does not begin with a slash',
        'F: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { Path: /a, Method: GETT } } } } }',
        'F.Events.Get.Properties.Method: is "GETT"; it is ANY, DELETE, GET',
        'F: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { Path: /a, Method: get } } } } }',
      ],
      [
        'Serverless Function: an HttpApi event with an unknown method, or a path that does not begin with a slash',
        'F: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { Path: a, Method: get } } } } }',
        'F.Events.Get.Properties.Path: is "a"; it begins with a slash',
        'F: { Type: AWS::Serverless::Function, Properties: { Events: { Get: { Type: HttpApi, Properties: { Path: $default, Method: any } } } } }',
      ],
      [
        'Serverless Function: InlineCode beside CodeUri',
        'F: { Type: AWS::Serverless::Function, Properties: { InlineCode: x, CodeUri: y } }',
        'F.InlineCode: stands beside CodeUri',
      ],
    ]),
  );

  testRefusals([
    ...rowsOn('AWS::Lambda::EventInvokeConfig', [
      [
        'Lambda EventInvokeConfig: MaximumRetryAttempts outside 0 to 2',
        'MaximumRetryAttempts: 3',
        'is 3; it is a whole number, 0 to 2',
      ],
      [
        'Lambda EventInvokeConfig: MaximumEventAgeInSeconds outside 60 to 21600 seconds',
        'MaximumEventAgeInSeconds: 30',
        'is 30',
      ],
      [
        'Lambda EventInvokeConfig: destinations of other services',
        'DestinationConfig: { OnFailure: { Destination: "arn:aws:kinesis:x:1:y" } }',
        'is of kinesis; it is the ARN of sqs',
        'DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:x:1:y" } }',
      ],
    ]),
    ...rowsOn('AWS::Lambda::Alias', [
      ['Lambda Alias: malformed Name', "Name: '12'", 'and is no number', 'Name: live-1_a'],
      [
        'Lambda Alias: a weight outside 0 to 1',
        'RoutingConfig: { AdditionalVersionWeights: [{ FunctionWeight: 10 }] }',
        'is 10; it lies between 0 and 1',
      ],
    ]),
    ...rowsOn('AWS::Lambda::Permission', [
      [
        'Lambda Permission: malformed Action',
        'Action: Invoke',
        'is an action of Lambda, such as lambda:InvokeFunction',
        'Action: lambda:InvokeFunction',
      ],
      ['Lambda Permission: malformed SourceAccount', 'SourceAccount: me', 'has twelve digits'],
    ]),
  ]);

  testRefusals(
    rowsOn('AWS::CodeDeploy::DeploymentConfig', [
      [
        'CodeDeploy DeploymentConfig: malformed DeploymentConfigName',
        'DeploymentConfigName: a b',
        'is "a b"',
      ],
      [
        'CodeDeploy DeploymentConfig: unknown TrafficRoutingConfig.Type',
        'TrafficRoutingConfig: { Type: Canary }',
        'it is AllAtOnce, TimeBasedCanary or TimeBasedLinear',
      ],
      [
        'CodeDeploy DeploymentConfig: TrafficRoutingConfig.TimeBasedCanary.CanaryPercentage outside 1 to 99 percent',
        'TrafficRoutingConfig: { TimeBasedCanary: { CanaryPercentage: 100 } }',
        'is 100',
      ],
      [
        'CodeDeploy DeploymentConfig: TrafficRoutingConfig.TimeBasedLinear.LinearPercentage outside 1 to 99 percent',
        'TrafficRoutingConfig: { TimeBasedLinear: { LinearPercentage: 0 } }',
        'is 0',
      ],
    ]),
  );

  const blocked =
    'Lambda Function: a runtime past the date from which updates are blocked (before it, past the date for new functions: a warning)';
  it(blocked, () => {
    const template = (runtime: string): string =>
      `Resources: { X: { Type: ${fn}, Properties: { Runtime: ${runtime} } } }`;
    const at = (date: string, runtime: string): string[] =>
      saidBy(blocked, template(runtime), Date.parse(date));
    expect(at('2026-11-28', 'nodejs12.x')).toEqual([
      'X.Runtime: is nodejs12.x, with which Lambda has changed no function since 2023-04-30; take a newer one, such as nodejs24.x',
    ]);
    expect(at('2027-01-31', 'nodejs20.x')).toEqual([]);
    expect(at('2027-02-01', 'nodejs20.x')).toEqual([
      expect.stringContaining('made no new function since 2027-02-01'),
    ]);
    expect(at('2027-03-03', 'nodejs20.x')).toEqual([
      expect.stringContaining('changed no function since 2027-03-03'),
    ]);
    expect(at('2030-01-01', 'nodejs26.x')).toEqual([]);
  });
});
