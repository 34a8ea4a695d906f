import { rowsOf, rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const rule = 'AWS::Events::Rule';
const target = (more: string): string => `Targets: [{ Id: t, Arn: x, ${more} }]`;
const template = (text: string, paths = ''): string =>
  target(`InputTransformer: { InputPathsMap: { a: $.id, ${paths} }, InputTemplate: '${text}' }`);

describe('refusals of rules and buses', () => {
  testRefusals([
    ...rowsOn(rule, [
      [
        'Events Rule without EventPattern or ScheduleExpression',
        'Name: x',
        'has neither EventPattern nor ScheduleExpression',
        'EventPattern: { source: [a] }',
      ],
      ['Events Rule: malformed Name', 'Name: a b', 'is "a b"', 'Name: a.b-c'],
      [
        'Events Rule: Description of more than 512 characters',
        `Description: ${'x'.repeat(513)}`,
        'has 513 characters',
      ],
      ['Events Rule: unknown State', 'State: off', 'it is ENABLED, DISABLED or', 'State: ENABLED'],
      [
        'Events Rule: EventPattern that EventBridge does not understand',
        'EventPattern: { source: a }',
        'is no event pattern',
        'EventPattern: { source: [{ prefix: a }] }',
      ],
      [
        'Events Rule: EventPattern that EventBridge does not understand',
        'EventPattern: no JSON',
        'is no event pattern',
        `EventPattern: '{"source":["a"]}'`,
      ],
      [
        'Events Rule: malformed ScheduleExpression',
        'ScheduleExpression: every day',
        'rate(5 minutes) and cron(0 12 * * ? *) are right ones',
        'ScheduleExpression: rate(1 day)',
      ],
      [
        'Events Rule: malformed ScheduleExpression',
        'ScheduleExpression: rate(1 minutes)',
        'is "rate(1 minutes)"',
        "ScheduleExpression: 'cron(0 12 * * ? *)'",
      ],
      [
        'Events Rule: ScheduleExpression on a bus other than the default one',
        'ScheduleExpression: rate(1 day), EventBusName: mine',
        'goes with the default bus alone',
        'ScheduleExpression: rate(1 day), EventBusName: default',
      ],
      [
        'Events Rule: Targets, more than 5',
        `Targets: [${'{},'.repeat(6)}]`,
        'has 6 entries; the most are 5',
        `Targets: [${'{},'.repeat(5)}]`,
      ],
      ['Events Rule: malformed Targets.Id', 'Targets: [{ Id: a b }]', 'Targets.0.Id: is "a b"'],
      [
        'Events Rule: two targets with one Id',
        'Targets: [{ Id: a }, { Id: a }]',
        'Targets.1.Id: is "a", as of another target',
        'Targets: [{ Id: a }, { Id: b }]',
      ],
      [
        'Events Rule: Input beside InputPath beside InputTransformer',
        target("Input: '1', InputPath: $.a"),
        'has Input and InputPath; only one',
        target("Input: '1'"),
      ],
      [
        'Events Rule: Input that is no JSON',
        target('Input: hello'),
        'is "hello", which is no JSON',
        target("Input: '{}'"),
      ],
      [
        'Events Rule: InputTemplate with a placeholder that is not defined',
        template('{"x": <b>}'),
        'has the placeholder <b>, which is not defined; InputPathsMap has a',
        template('"<a> <aws.events.rule-name>"'),
      ],
      [
        'Events Rule: InputPathsMap with more than 100 entries, or a name that begins with AWS',
        template('<a>', 'AWS.x: $.id'),
        'has AWS.x; names that begin with AWS',
      ],
      [
        'Events Rule: Targets.InputTransformer.InputTemplate of more than 8192 characters',
        template('x'.repeat(8193)),
        'has 8193 characters',
      ],
      [
        'Events Rule: Targets.RetryPolicy.MaximumRetryAttempts outside 0 to 185',
        target('RetryPolicy: { MaximumRetryAttempts: 186 }'),
        'is 186',
      ],
      [
        'Events Rule: Targets.RetryPolicy.MaximumEventAgeInSeconds outside 60 to 86400 seconds',
        target('RetryPolicy: { MaximumEventAgeInSeconds: 59 }'),
        'is 59',
      ],
      [
        'Events Rule: a dead-letter queue that is none, or a FIFO queue',
        target('DeadLetterConfig: { Arn: "arn:aws:sns:x:1:y" }'),
        'is of sns; it is the ARN of a standard queue',
        target('DeadLetterConfig: { Arn: "arn:aws:sqs:x:1:y" }'),
      ],
    ]),
    ...rowsOf([
      [
        'Events Rule: a role that events.amazonaws.com may not assume',
        `X: { Type: ${rule}, Properties: { Targets: [{ RoleArn: !GetAtt R.Arn }] } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }`,
        'is R, which events.amazonaws.com may not assume',
      ],
      [
        'Scheduler Schedule: a role that scheduler.amazonaws.com may not assume',
        'X: { Type: AWS::Scheduler::Schedule, Properties: { Target: { RoleArn: !GetAtt R.Arn } } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }',
        'is R',
      ],
      [
        'CodeDeploy DeploymentGroup: a role that codedeploy.amazonaws.com may not assume',
        'X: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ServiceRoleArn: !GetAtt R.Arn } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }',
        'is R',
      ],
      [
        'KinesisFirehose DeliveryStream: a role that firehose.amazonaws.com may not assume',
        'X: { Type: AWS::KinesisFirehose::DeliveryStream, Properties: { ExtendedS3DestinationConfiguration: { RoleARN: !GetAtt R.Arn } } }\nR: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }',
        'is R',
      ],
    ]),
    ...rowsOn('AWS::Events::EventBus', [
      ['Events EventBus: malformed Name', 'Name: default', 'and is not default', 'Name: mine'],
      ['Events EventBus without Name', '', 'X.Name: is missing'],
    ]),
    ...rowsOn('AWS::Events::Archive', [
      [
        'Events Archive: malformed ArchiveName',
        `ArchiveName: ${'x'.repeat(49)}`,
        'it has up to 48 letters',
        'ArchiveName: mine',
      ],
      ['Events Archive: RetentionDays below 0 days', 'RetentionDays: -1', 'is -1'],
      ['Events Archive without SourceArn', '', 'X.SourceArn: is missing'],
    ]),
    ...rowsOn('AWS::Scheduler::Schedule', [
      [
        'Scheduler Schedule: unknown FlexibleTimeWindow.Mode',
        'FlexibleTimeWindow: { Mode: off }',
        'it is OFF or FLEXIBLE',
        "FlexibleTimeWindow: { Mode: 'OFF' }",
      ],
    ]),
  ]);
});
