import { rowsOn, testRefusals } from '../../../test/refusal-rows.ts';

const one = 'MetricName: m, Namespace: n, Statistic: Sum';

describe('refusals of alarms and user pools', () => {
  testRefusals([
    ...rowsOn('AWS::CloudWatch::Alarm', [
      [
        'CloudWatch Alarm: a Period that is neither 10, 20, 30 nor a multiple of 60 seconds',
        'Period: 45',
        'is 45; it is 10, 20, 30 or a multiple of 60',
        'Period: 20',
      ],
      [
        'CloudWatch Alarm: a Period that is neither 10, 20, 30 nor a multiple of 60 seconds',
        'Period: 90',
        'is 90',
        "Period: '300'",
      ],
      [
        'CloudWatch Alarm: a Period in Metrics that is neither 1, 5, 10, 20, 30 nor a multiple of 60 seconds',
        'Metrics: [{ MetricStat: { Period: 7 } }]',
        'Metrics.0.MetricStat.Period: is 7',
        'Metrics: [{ MetricStat: { Period: 5 } }]',
      ],
      [
        'CloudWatch Alarm: periods that together are longer than a day, or than seven for periods of an hour and more',
        'Period: 60, EvaluationPeriods: 1441',
        'together 86460; the most are 86400',
        'Period: 3600, EvaluationPeriods: 168',
      ],
      [
        'CloudWatch Alarm: EvaluationPeriods below 1',
        'EvaluationPeriods: 0',
        'is 0; it is a whole number, at least 1',
      ],
      ['CloudWatch Alarm: DatapointsToAlarm below 1', 'DatapointsToAlarm: 0', 'is 0'],
      [
        'CloudWatch Alarm: more DatapointsToAlarm than EvaluationPeriods',
        'DatapointsToAlarm: 3, EvaluationPeriods: 2',
        'is 3; the most are the EvaluationPeriods, 2',
        'DatapointsToAlarm: 2, EvaluationPeriods: 2',
      ],
      [
        'CloudWatch Alarm: unknown ComparisonOperator',
        'ComparisonOperator: MoreThan',
        'it is GreaterThanOrEqualToThreshold',
        'ComparisonOperator: LessThanThreshold',
      ],
      [
        'CloudWatch Alarm: unknown TreatMissingData',
        'TreatMissingData: good',
        'it is breaching, notBreaching, ignore or missing',
      ],
      ['CloudWatch Alarm: unknown Statistic', 'Statistic: p99', 'it is SampleCount, Average'],
      [
        'CloudWatch Alarm: Statistic beside ExtendedStatistic',
        'Statistic: Sum, ExtendedStatistic: p99',
        'has Statistic and ExtendedStatistic; only one',
      ],
      [
        'CloudWatch Alarm: Threshold beside ThresholdMetricId',
        'Threshold: 1, ThresholdMetricId: a',
        'has Threshold and ThresholdMetricId',
      ],
      [
        'CloudWatch Alarm: Metrics beside what describes one metric, or neither',
        `Metrics: [], ${one}`,
        'stands beside MetricName, Namespace, Statistic',
        'Metrics: []',
      ],
      [
        'CloudWatch Alarm: Metrics beside what describes one metric, or neither',
        'Threshold: 1',
        'has neither MetricName nor Metrics',
        one,
      ],
      [
        'CloudWatch Alarm: one metric without Namespace, Period or statistic',
        'MetricName: m, Period: 60',
        'has a MetricName without Namespace, Statistic',
        `${one}, Period: 60`,
      ],
      [
        'CloudWatch Alarm: Metrics of which not exactly one returns data',
        'Metrics: [{ Id: a }, { Id: b }]',
        'has 2 entries that return data',
        'Metrics: [{ Id: a, ReturnData: false }, { Id: b }]',
      ],
      [
        'CloudWatch Alarm: malformed ExtendedStatistic',
        'ExtendedStatistic: median',
        'is "median"; it is a percentile',
        'ExtendedStatistic: p99.9',
      ],
      [
        'CloudWatch Alarm: malformed Metrics.Id',
        'Metrics: [{ Id: A }]',
        'begins with a lower case letter',
        'Metrics: [{ Id: a_1 }]',
      ],
      [
        'CloudWatch Alarm: AlarmName of more than 255 characters',
        `AlarmName: ${'x'.repeat(256)}`,
        'has 256 characters',
      ],
      [
        'CloudWatch Alarm: AlarmDescription of more than 1024 characters',
        `AlarmDescription: ${'x'.repeat(1025)}`,
        'has 1025 characters',
      ],
      ['CloudWatch Alarm: AlarmActions, more than 5', 'AlarmActions: [a, b, c, d, e, f]', 'has 6 entries'],
      ['CloudWatch Alarm: OKActions, more than 5', 'OKActions: [a, b, c, d, e, f]', 'has 6 entries'],
      [
        'CloudWatch Alarm: InsufficientDataActions, more than 5',
        'InsufficientDataActions: [a, b, c, d, e, f]',
        'has 6 entries',
      ],
      ['CloudWatch Alarm: Dimensions, more than 30', `Dimensions: [${'{},'.repeat(31)}]`, 'has 31 entries'],
      [
        'CloudWatch Alarm: an action that is no ARN',
        'AlarmActions: [ops@example.com]',
        'is "ops@example.com"; it is an ARN',
        'AlarmActions: [!Ref Topic]',
      ],
    ]),
    ...rowsOn('AWS::Cognito::UserPool', [
      [
        'Cognito UserPool: Policies.PasswordPolicy.MinimumLength outside 6 to 99 characters',
        'Policies: { PasswordPolicy: { MinimumLength: 5 } }',
        'is 5',
      ],
      [
        'Cognito UserPool: Policies.PasswordPolicy.TemporaryPasswordValidityDays outside 0 to 365 days',
        'Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 366 } }',
        'is 366',
      ],
      [
        'Cognito UserPool: unknown MfaConfiguration',
        'MfaConfiguration: MAYBE',
        'it is OFF, ON or OPTIONAL',
        "MfaConfiguration: 'OFF'",
      ],
      [
        'Cognito UserPool: unknown DeletionProtection',
        'DeletionProtection: true',
        'it is ACTIVE or INACTIVE',
      ],
      [
        'Cognito UserPool: unknown AutoVerifiedAttributes',
        'AutoVerifiedAttributes: [name]',
        'it is email or phone_number',
      ],
      ['Cognito UserPool: unknown UserPoolTier', 'UserPoolTier: PRO', 'it is LITE, ESSENTIALS or PLUS'],
      [
        'Cognito UserPool: AliasAttributes beside UsernameAttributes',
        'AliasAttributes: [email], UsernameAttributes: [email]',
        'only one of them goes',
      ],
      [
        'Cognito UserPool: a verification message without {####}',
        'EmailVerificationMessage: hello',
        'has no {####}',
        "EmailVerificationMessage: 'your code: {####}'",
      ],
    ]),
    ...rowsOn('AWS::Cognito::UserPoolClient', [
      [
        'Cognito UserPoolClient: unknown ExplicitAuthFlows',
        'ExplicitAuthFlows: [SRP]',
        'it is ALLOW_USER_SRP_AUTH',
        'ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]',
      ],
      [
        'Cognito UserPoolClient: unknown PreventUserExistenceErrors',
        'PreventUserExistenceErrors: true',
        'it is ENABLED or LEGACY',
      ],
      [
        'Cognito UserPoolClient: AuthSessionValidity outside 3 to 15 minutes',
        'AuthSessionValidity: 2',
        'is 2',
      ],
      [
        'Cognito UserPoolClient: ALLOW_REFRESH_TOKEN_AUTH beside refresh token rotation',
        'ExplicitAuthFlows: [ALLOW_REFRESH_TOKEN_AUTH], RefreshTokenRotation: { Feature: ENABLED }',
        'does not go with RefreshTokenRotation',
        'ExplicitAuthFlows: [ALLOW_REFRESH_TOKEN_AUTH]',
      ],
    ]),
  ]);
});
