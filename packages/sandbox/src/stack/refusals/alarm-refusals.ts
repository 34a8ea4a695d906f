import { shown } from '../../template/faults.ts';
import { isMapping, scalarText } from '../../template/value.ts';
import {
  choice,
  each,
  form,
  longest,
  most,
  numberAt,
  numberOf,
  onlyOne,
  type Refusal,
  range,
  textAt,
} from './refusal.ts';

const alarm = 'AWS::CloudWatch::Alarm';
const api = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const daySeconds = 86_400;
const hourSeconds = 3_600;

const period = (path: string, short: readonly number[], rule: string): Refusal =>
  each(
    alarm,
    path,
    rule,
    ({ value }) => {
      const seconds = numberOf(value);
      if (seconds !== undefined && (short.includes(seconds) || (seconds > 0 && seconds % 60 === 0)))
        return undefined;
      return `is ${shown(value)}; it is ${short.join(', ')} or a multiple of 60 seconds`;
    },
    api,
  );

export const alarmRefusals: Refusal[] = [
  period(
    'Period',
    [10, 20, 30],
    'CloudWatch Alarm: a Period that is neither 10, 20, 30 nor a multiple of 60 seconds',
  ),
  period(
    'Metrics[].MetricStat.Period',
    [1, 5, 10, 20, 30],
    'CloudWatch Alarm: a Period in Metrics that is neither 1, 5, 10, 20, 30 nor a multiple of 60 seconds',
  ),
  {
    type: alarm,
    rule: 'CloudWatch Alarm: periods that together are longer than a day, or than seven for periods of an hour and more',
    page: api,
    *find({ properties }) {
      const seconds = numberAt(properties, 'Period') ?? 0;
      const count = numberAt(properties, 'EvaluationPeriods') ?? 0;
      const longest = seconds < hourSeconds ? daySeconds : 7 * daySeconds;
      if (seconds * count > longest)
        yield {
          path: ['EvaluationPeriods'],
          sentence: `is ${count} of ${seconds} seconds, together ${seconds * count}; the most are ${longest} seconds`,
        };
    },
  },
  range(alarm, 'EvaluationPeriods', 1, Infinity),
  range(alarm, 'DatapointsToAlarm', 1, Infinity),
  {
    type: alarm,
    rule: 'CloudWatch Alarm: more DatapointsToAlarm than EvaluationPeriods',
    page: api,
    *find({ properties }) {
      const points = numberAt(properties, 'DatapointsToAlarm');
      const periods = numberAt(properties, 'EvaluationPeriods');
      if (points !== undefined && periods !== undefined && points > periods)
        yield {
          path: ['DatapointsToAlarm'],
          sentence: `is ${points}; the most are the EvaluationPeriods, ${periods}`,
        };
    },
  },
  choice(alarm, 'ComparisonOperator', [
    ...[
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ],
    ...['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'],
  ]),
  choice(alarm, 'TreatMissingData', ['breaching', 'notBreaching', 'ignore', 'missing']),
  choice(alarm, 'Statistic', ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']),
  onlyOne(alarm, '', ['Statistic', 'ExtendedStatistic']),
  onlyOne(alarm, '', ['Threshold', 'ThresholdMetricId']),
  {
    type: alarm,
    rule: 'CloudWatch Alarm: Metrics beside what describes one metric, or neither',
    page: api,
    *find({ properties }) {
      const single = [
        'MetricName',
        'Namespace',
        'Dimensions',
        'Period',
        'Statistic',
        'ExtendedStatistic',
        'Unit',
      ];
      const beside = single.filter((name) => properties[name] !== undefined);
      if (properties.Metrics !== undefined && beside.length > 0)
        yield {
          path: ['Metrics'],
          sentence: `stands beside ${beside.join(', ')}; Metrics says all of that itself`,
        };
      if (
        properties.Metrics === undefined &&
        properties.MetricName === undefined &&
        properties.EvaluationCriteria === undefined
      )
        yield { path: [], sentence: 'has neither MetricName nor Metrics; it needs one' };
    },
  },
  {
    type: alarm,
    rule: 'CloudWatch Alarm: one metric without Namespace, Period or statistic',
    page: api,
    *find({ properties }) {
      if (properties.MetricName === undefined) return;
      const missing = ['Namespace', 'Period'].filter((name) => properties[name] === undefined);
      if (properties.Statistic === undefined && properties.ExtendedStatistic === undefined)
        missing.push('Statistic');
      if (missing.length > 0)
        yield { path: [], sentence: `has a MetricName without ${missing.join(', ')}; it needs them` };
    },
  },
  {
    type: alarm,
    rule: 'CloudWatch Alarm: Metrics of which not exactly one returns data',
    page: api,
    *find({ properties: { Metrics: metrics, ThresholdMetricId: band } }) {
      // An alarm on a band looks at the metric and at the band.
      if (band !== undefined || !Array.isArray(metrics) || !metrics.every(isMapping)) return;
      const returning = metrics.filter(
        ({ ReturnData: given }) => given === undefined || scalarText(given) === 'true',
      );
      if (returning.length !== 1)
        yield {
          path: ['Metrics'],
          sentence: `has ${returning.length} entries that return data; exactly one does, the others have ReturnData false`,
        };
    },
  },
  each(alarm, 'ExtendedStatistic', 'CloudWatch Alarm: malformed ExtendedStatistic', ({ value }) =>
    /^((p|tm|tc|ts|wm)\d{1,2}(\.\d{1,10})?|p100|iqm|(PR|TM|TC|TS|WM)\(.+\))$/i.test(scalarText(value) ?? '')
      ? undefined
      : `is ${shown(value)}; it is a percentile such as p99 or p99.9, or another such as tm95`,
  ),
  form(
    alarm,
    'Metrics[].Id',
    /^[a-z]\w{0,254}$/,
    'begins with a lower case letter, followed by letters, digits and _',
  ),
  longest(alarm, 'AlarmName', 255),
  longest(alarm, 'AlarmDescription', 1024),
  most(alarm, 'AlarmActions', 5),
  most(alarm, 'OKActions', 5),
  most(alarm, 'InsufficientDataActions', 5),
  most(alarm, 'Dimensions', 30),
  each(alarm, 'AlarmActions[]', 'CloudWatch Alarm: an action that is no ARN', ({ value }) =>
    (scalarText(value) ?? '').startsWith('arn:')
      ? undefined
      : `is ${shown(value)}; it is an ARN, such as that of a topic`,
  ),
];

const pool = 'AWS::Cognito::UserPool';
const client = 'AWS::Cognito::UserPoolClient';
const authFlows = [
  ...[
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_CUSTOM_AUTH',
  ],
  ...['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH'],
];
const oldAuthFlows = ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'];

export const poolRefusals: Refusal[] = [
  range(pool, 'Policies.PasswordPolicy.MinimumLength', 6, 99, ' characters'),
  range(pool, 'Policies.PasswordPolicy.TemporaryPasswordValidityDays', 0, 365, ' days'),
  choice(pool, 'MfaConfiguration', ['OFF', 'ON', 'OPTIONAL']),
  choice(pool, 'DeletionProtection', ['ACTIVE', 'INACTIVE']),
  choice(pool, 'AutoVerifiedAttributes[]', ['email', 'phone_number']),
  choice(pool, 'UserPoolTier', ['LITE', 'ESSENTIALS', 'PLUS']),
  onlyOne(pool, '', ['AliasAttributes', 'UsernameAttributes']),
  each(
    pool,
    'EmailVerificationMessage',
    'Cognito UserPool: a verification message without {####}',
    ({ value }) =>
      (scalarText(value) ?? '').includes('{####}')
        ? undefined
        : 'has no {####}; the code stands in its place',
  ),
  choice(client, 'ExplicitAuthFlows[]', [...authFlows, ...oldAuthFlows]),
  choice(client, 'PreventUserExistenceErrors', ['ENABLED', 'LEGACY']),
  range(client, 'AuthSessionValidity', 3, 15, ' minutes'),
  {
    type: client,
    rule: 'Cognito UserPoolClient: ALLOW_REFRESH_TOKEN_AUTH beside refresh token rotation',
    page: 'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html',
    *find({ properties }) {
      const { ExplicitAuthFlows: flows } = properties;
      if (
        textAt(properties, 'RefreshTokenRotation.Feature') === 'ENABLED' &&
        Array.isArray(flows) &&
        flows.includes('ALLOW_REFRESH_TOKEN_AUTH')
      )
        yield {
          path: ['ExplicitAuthFlows'],
          sentence: 'has ALLOW_REFRESH_TOKEN_AUTH, which does not go with RefreshTokenRotation; leave it out',
        };
    },
  },
];
