import { isPending, oneOf, shown } from '../../template/faults.ts';
import { isMapping, scalarText, type Value } from '../../template/value.ts';
import {
  choice,
  each,
  form,
  knownAt,
  longest,
  most,
  needed,
  type Refusal,
  range,
  serviceOf,
  textAt,
  valuesAt,
} from './refusal.ts';
import { runtimes } from './runtimes.ts';

const fn = 'AWS::Lambda::Function';
const guide = 'https://docs.aws.amazon.com/lambda/latest/dg';
const environmentPage = `${guide}/configuration-envvars.html`;

/** Names that Lambda sets itself. */
const reserved = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  ...['AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
]);
const environmentLimitBytes = 4096;
const inlineLimitBytes = 4 * 1024 * 1024;

const variablesOf = (properties: Parameters<typeof valuesAt>[0]): [string, Value][] => {
  const [variables] = valuesAt(properties, 'Environment.Variables');
  return variables && isMapping(variables.value) ? Object.entries(variables.value) : [];
};

const day = (now: number): string => new Date(now).toISOString().slice(0, 10);
const begun = (date: string, now: number): boolean => date !== '-' && date <= day(now);

const runtimeRules: Refusal[] = [
  each(
    fn,
    'Runtime',
    'Lambda Function: unknown runtime',
    ({ value }) =>
      runtimes.has(scalarText(value) ?? '')
        ? undefined
        : `is ${shown(value)}, which Lambda does not know; nodejs24.x is one that it knows`,
    `${guide}/lambda-runtimes.html`,
  ),
  {
    type: fn,
    rule: 'Lambda Function: a runtime past the date from which updates are blocked (before it, past the date for new functions: a warning)',
    page: `${guide}/lambda-runtimes.html`,
    *find({ properties }, { now }) {
      const name = textAt(properties, 'Runtime') ?? '';
      const dates = runtimes.get(name);
      if (!dates) return;
      const path = ['Runtime'];
      if (begun(dates.updateBlockedFrom, now)) {
        const sentence = `is ${name}, with which Lambda has changed no function since ${dates.updateBlockedFrom}; take a newer one, such as nodejs24.x`;
        yield { path, sentence };
      } else if (begun(dates.createBlockedFrom, now)) {
        const sentence = `is ${name}, with which Lambda has made no new function since ${dates.createBlockedFrom}, and changes none from ${dates.updateBlockedFrom}; take a newer one, such as nodejs24.x`;
        yield { path, sentence, warning: true };
      }
    },
  },
];

const environmentRules: Refusal[] = [
  {
    type: fn,
    rule: 'Lambda Function: environment variables of more than 4 KB',
    page: environmentPage,
    *find({ properties }) {
      const known = variablesOf(properties).filter(([, value]) => !isPending(value));
      const bytes = known.reduce((sum, [name, value]) => {
        return sum + Buffer.byteLength(name) + Buffer.byteLength(scalarText(value) ?? '');
      }, 0);
      if (bytes > environmentLimitBytes)
        yield {
          path: ['Environment'],
          sentence: `takes ${bytes} bytes, names and values together; the most are ${environmentLimitBytes}`,
        };
    },
  },
  {
    type: fn,
    rule: 'Lambda Function: environment variables that Lambda sets itself',
    page: environmentPage,
    *find({ properties }) {
      const names = variablesOf(properties).flatMap(([name]) => (reserved.has(name) ? [name] : []));
      if (names.length > 0)
        yield {
          path: ['Environment', 'Variables'],
          sentence: `has ${names.join(', ')}, which Lambda sets itself; take another name`,
        };
    },
  },
  {
    type: fn,
    rule: 'Lambda Function: malformed names of environment variables',
    page: environmentPage,
    *find({ properties }) {
      for (const [name] of variablesOf(properties)) {
        if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name) && !reserved.has(name))
          yield {
            path: ['Environment', 'Variables', name],
            sentence: 'is no name; it begins with a letter, followed by at least one letter, digit or _',
          };
      }
    },
  },
];

const destinations = {
  DeadLetterConfig: ['sqs', 'sns'],
};

export const functionRefusals: Refusal[] = [
  range(fn, 'Timeout', 1, 900, ' seconds'),
  range(fn, 'MemorySize', 128, 10_240, ' MB'),
  range(fn, 'EphemeralStorage.Size', 512, 10_240, ' MB'),
  range(fn, 'ReservedConcurrentExecutions', 0, Infinity),
  form(
    fn,
    'FunctionName',
    /^([\w-]{1,64}|arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]{1,64})$/,
    'has up to 64 letters, digits, - and _',
  ),
  form(fn, 'Handler', /^\S{1,128}$/, 'has up to 128 characters and no space, such as index.handler'),
  longest(fn, 'Description', 256),
  choice(fn, 'Architectures[]', ['x86_64', 'arm64']),
  most(fn, 'Architectures', 1),
  choice(fn, 'PackageType', ['Zip', 'Image']),
  choice(fn, 'TracingConfig.Mode', ['Active', 'PassThrough']),
  choice(fn, 'LoggingConfig.LogFormat', ['Text', 'JSON']),
  choice(fn, 'LoggingConfig.ApplicationLogLevel', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']),
  choice(fn, 'RecursiveLoop', ['Allow', 'Terminate']),
  most(fn, 'Layers', 5),
  needed(fn, 'Role'),
  ...runtimeRules,
  ...environmentRules,
  {
    type: fn,
    rule: 'Lambda Function: log levels with LogFormat Text',
    page: `${guide}/monitoring-cloudwatchlogs-log-level.html`,
    *find({ properties }) {
      const [logging] = valuesAt(properties, 'LoggingConfig');
      if (!logging || !isMapping(logging.value) || textAt(properties, 'LoggingConfig.LogFormat') === 'JSON')
        return;
      const levels = ['ApplicationLogLevel', 'SystemLogLevel'].filter(
        (name) => isMapping(logging.value) && logging.value[name] !== undefined,
      );
      const format = valuesAt(logging.value, 'LogFormat');
      if (levels.length > 0 && (format.length === 0 || knownAt(logging.value, 'LogFormat').length > 0))
        yield {
          path: ['LoggingConfig'],
          sentence: `has ${levels.join(' and ')} with LogFormat Text; levels go with LogFormat JSON`,
        };
    },
  },
  {
    type: fn,
    rule: 'Lambda Function: code in the template of more than 4 MB, or for a runtime other than Node.js and Python',
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html',
    *find({ properties }) {
      const source = textAt(properties, 'Code.ZipFile');
      if (source === undefined) return;
      const path = ['Code', 'ZipFile'];
      const bytes = Buffer.byteLength(source);
      if (bytes > inlineLimitBytes)
        yield {
          path,
          sentence: `has ${bytes} bytes; the most are ${inlineLimitBytes}, and a folder may have more`,
        };
      const runtime = textAt(properties, 'Runtime');
      if (runtime !== undefined && !/^(nodejs|python)/.test(runtime))
        yield {
          path,
          sentence: `goes with Node.js and Python, not with ${runtime}; put the code into a folder`,
        };
    },
  },
  {
    type: fn,
    rule: 'Lambda Function: a dead-letter queue that is neither a queue nor a topic',
    page: `${guide}/invocation-async-retain-records.html`,
    *find({ properties }, around) {
      for (const { path, value } of valuesAt(properties, 'DeadLetterConfig.TargetArn')) {
        const service = serviceOf(value, around);
        if (service !== undefined && !destinations.DeadLetterConfig.includes(service))
          yield { path, sentence: `is of ${service || 'no service'}; it is the ARN of a queue or a topic` };
      }
    },
  },
];

const invoke = 'AWS::Lambda::EventInvokeConfig';
const alias = 'AWS::Lambda::Alias';
const permission = 'AWS::Lambda::Permission';
const shift = 'AWS::CodeDeploy::DeploymentConfig';
const exits = ['sqs', 'sns', 'lambda', 'events', 's3'];

export const invocationRefusals: Refusal[] = [
  range(invoke, 'MaximumRetryAttempts', 0, 2),
  range(invoke, 'MaximumEventAgeInSeconds', 60, 21_600, ' seconds'),
  {
    type: invoke,
    rule: 'Lambda EventInvokeConfig: destinations of other services',
    page: `${guide}/invocation-async-retain-records.html`,
    *find({ properties }, around) {
      const both = ['DestinationConfig.OnFailure.Destination', 'DestinationConfig.OnSuccess.Destination'];
      for (const { path, value } of both.flatMap((path) => valuesAt(properties, path))) {
        const service = serviceOf(value, around);
        if (service !== undefined && !exits.includes(service))
          yield { path, sentence: `is of ${service || 'no service'}; it is the ARN of ${oneOf(exits)}` };
      }
    },
  },
  form(alias, 'Name', /^(?!\d+$)[\w-]{1,128}$/, 'has letters, digits, - and _, and is no number'),
  each(
    alias,
    'RoutingConfig.AdditionalVersionWeights[].FunctionWeight',
    'Lambda Alias: a weight outside 0 to 1',
    ({ value }) => {
      const weight = Number(value);
      return weight >= 0 && weight <= 1 ? undefined : `is ${shown(value)}; it lies between 0 and 1`;
    },
  ),
  form(
    permission,
    'Action',
    /^(lambda:(\*|[a-zA-Z]+)|\*)$/,
    'is an action of Lambda, such as lambda:InvokeFunction',
  ),
  form(permission, 'SourceAccount', /^\d{12}$/, 'has twelve digits'),
  form(
    shift,
    'DeploymentConfigName',
    /^[A-Za-z0-9+=,.@_-]{1,100}$/,
    'has up to 100 letters, digits and the characters + = , . @ - _',
  ),
  choice(shift, 'TrafficRoutingConfig.Type', ['AllAtOnce', 'TimeBasedCanary', 'TimeBasedLinear']),
  range(shift, 'TrafficRoutingConfig.TimeBasedCanary.CanaryPercentage', 1, 99, ' percent'),
  range(shift, 'TrafficRoutingConfig.TimeBasedLinear.LinearPercentage', 1, 99, ' percent'),
];
