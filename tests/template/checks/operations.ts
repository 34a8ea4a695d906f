import type { Mapping } from '@shutterbus/sandbox/template/value';
import { callerOf, functionsOf, isHook, mayCall, type TemplateFunction } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, release, type Stack } from '../templates.ts';
import { alarmOf, at, list, mappings, named, textOf } from '../values.ts';

/** CloudFormation stops at 500; what is left is for the next feature. */
const mostResources = 400;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const mostMetrics = 10;
/** Of a deployment group: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const mostAlarms = 10;

interface Watched {
  alarm: string;
  metric: string;
  /** Logical ids by dimension name, or what stands there as text. */
  dimensions: Record<string, string>;
}

/** Every metric that an alarm looks at, metric math included. */
function watched(stack: Stack): Watched[] {
  return ofType(stack, 'AWS::CloudWatch::Alarm').flatMap(([alarm, properties]) => {
    const metrics =
      properties.Metrics === undefined
        ? [properties]
        : mappings(properties.Metrics).flatMap((query) => mappings(at(query, 'MetricStat', 'Metric')));
    return metrics.map((metric) => ({
      alarm,
      metric: textOf(metric.MetricName),
      dimensions: Object.fromEntries(
        mappings(metric.Dimensions).map(({ Name, Value }) => [String(Name), named(Value) ?? textOf(Value)]),
      ),
    }));
  });
}

/** The metric that counts what Lambda says of timeouts and crashes in a log group. */
function crashesIn(stack: Stack, group: string | undefined): string | undefined {
  const filter = ofType(stack, 'AWS::Logs::MetricFilter').find(
    ([, { LogGroupName, FilterPattern }]) =>
      named(LogGroupName) === group &&
      ['"platform.report"', '"timeout"', '"failure"', '"error"'].every((word) =>
        textOf(FilterPattern).includes(word),
      ),
  );
  const name = at(filter?.[1], 'MetricTransformations', 0, 'MetricName');
  return typeof name === 'string' ? name : undefined;
}

const variable = ({ properties }: TemplateFunction, name: string) =>
  at(properties, 'Environment', 'Variables', name);
const serviceOf = (fn: TemplateFunction): string => textOf(variable(fn, 'POWERTOOLS_SERVICE_NAME'));
const groupOf = ({ properties }: TemplateFunction): string | undefined =>
  named(at(properties, 'LoggingConfig', 'LogGroup'));

/**
 * Functions that fail, crash or are slow unheard: each has to count its own faults where an alarm looks, to log where
 * crashes are counted, in Lambda's JSON and not for ever, and to have a timeout, a memory size and a budget below its timeout.
 */
export function unwatchedFunctions(stack: Stack, name: string): string[] {
  const seen = watched(stack);
  return functionsOf(stack).flatMap((fn) => {
    const group = groupOf(fn);
    const crashes = crashesIn(stack, group);
    const hears = (metric: string | undefined): boolean =>
      seen.some((one) => one.metric === metric && !('release' in one.dimensions));
    const counts = (metric: string): boolean =>
      seen.some(
        ({ metric: other, dimensions }) =>
          other === metric && dimensions.service === serviceOf(fn) && !('release' in dimensions),
      );
    const isStream = callerOf(stack, fn.id) === 'stream';
    const age = seen.some(
      ({ metric, dimensions }) => metric === 'IteratorAge' && dimensions.FunctionName === fn.id,
    );
    const budgetMs = Number(variable(fn, 'BUDGET_MS'));
    return [
      ...(fn.properties.Timeout === undefined ? [`${fn.id} has no timeout`] : []),
      ...(fn.properties.MemorySize === undefined ? [`${fn.id} has no memory size`] : []),
      ...(stack[group ?? '']?.properties.RetentionInDays === undefined ? [`${fn.id} logs for ever`] : []),
      // What the rights of the pipeline's role are bound to.
      ...(textOf(stack[group ?? '']?.properties.LogGroupName).startsWith('/aws/lambda/')
        ? []
        : [`${fn.id} logs under another name`]),
      ...(at(fn.properties, 'LoggingConfig', 'LogFormat') === 'JSON' && hears(crashes)
        ? []
        : [`${fn.id} crashes and nobody hears of it`]),
      ...(needsOf(name, fn.handler).watched ? [] : [`${fn.id} does not count its faults`]),
      ...(counts('Faults') ? [] : [`${fn.id} counts its faults and nobody looks`]),
      ...(variable(fn, 'RELEASE') === release ? [] : [`${fn.id} does not know its release`]),
      ...(counts('Slow') && budgetMs > 0 && budgetMs < Number(fn.properties.Timeout) * 1000
        ? []
        : [`${fn.id} is slow and nobody hears of it`]),
      ...(isStream && !age ? [`${fn.id} has no alarm on its iterator's age`] : []),
    ];
  });
}

/** Queues in which something may lie for long, and nobody hears of it. */
export function unwatchedQueues(stack: Stack): string[] {
  const seen = watched(stack);
  const hears = (id: string, metric: string): boolean =>
    seen.some((one) => one.metric === metric && one.dimensions.QueueName === id);
  return ofType(stack, 'AWS::SQS::Queue').flatMap(([id]) => [
    ...(hears(id, 'ApproximateAgeOfOldestMessage') ? [] : [`${id} has no alarm on age`]),
    ...(!id.endsWith('DeadLetters') || hears(id, 'ApproximateNumberOfMessagesVisible')
      ? []
      : [`${id} has no alarm on depth`]),
  ]);
}

/** Alarms that tell nobody, look at too much, or whose answer stands nowhere. @param anchors of docs/operations.md */
export function uselessAlarms(stack: Stack, anchors: readonly string[]): string[] {
  return ofType(stack, 'AWS::CloudWatch::Alarm').flatMap(([id, alarm]) => {
    const anchor = /^docs\/operations\.md#(.+)$/.exec(textOf(alarm.AlarmDescription))?.[1] ?? '';
    const metrics = mappings(alarm.Metrics).filter((query) => query.MetricStat !== undefined);
    return [
      ...(list(alarm.AlarmActions).length === 0 ? [`${id} tells nobody`] : []),
      ...(anchors.includes(anchor) ? [] : [`${id}: docs/operations.md does not say what to do (#${anchor})`]),
      ...(alarm.TreatMissingData === 'notBreaching' ? [] : [`${id} rings when nothing happens`]),
      ...(metrics.length > mostMetrics ? [`${id} looks at more than ten metrics`] : []),
      ...(textOf(alarm.Metrics).includes('SEARCH') ? [`${id} searches, which alarms cannot`] : []),
    ];
  });
}

/**
 * Functions whose release is not a canary with alarms on faults, crashes and time, and with both hooks. The sandbox's expansion
 * drops hooks and alarms, so this reads the function as it stands in the template, with Globals merged in.
 */
export function uncheckedReleases(
  name: string,
  stack: Stack,
  preferences: ReadonlyMap<string, Mapping>,
): string[] {
  const seen = watched(stack);
  return functionsOf(stack).flatMap((fn) => {
    const preference = preferences.get(fn.id);
    if (isHook(fn))
      return preference?.Enabled === false ? [] : [`${fn.id} is a hook and would be released by itself`];
    const alarms = list(preference?.Alarms).map(alarmOf);
    const stopping = seen.filter(({ alarm }) => alarms.includes(alarm));
    const own = stopping.filter(({ dimensions }) => dimensions.service === serviceOf(fn));
    const crashes = crashesIn(stack, groupOf(fn));
    const hook = functionsOf(stack).find(({ id }) => id === named(at(preference, 'Hooks', 'PreTraffic')));
    const after = functionsOf(stack).find(({ id }) => id === named(at(preference, 'Hooks', 'PostTraffic')));
    return [
      ...(own.some(({ metric, dimensions }) => metric === 'Faults' && dimensions.release === release)
        ? []
        : [`${fn.id}: no alarm on the faults of its release stops it`]),
      ...(stopping.some(({ metric }) => metric === crashes)
        ? []
        : [`${fn.id}: no alarm on crashes stops its release`]),
      ...(own.some(({ metric }) => metric === 'Slow')
        ? []
        : [`${fn.id}: no alarm on time stops its release`]),
      ...(alarms.length <= mostAlarms ? [] : [`${fn.id}: CodeDeploy takes ten alarms, not ${alarms.length}`]),
      ...(hook && isHook(hook) && mayCall(hook, fn)
        ? []
        : [`${fn.id}: no hook calls the new version before traffic`]),
      ...(hook && needsOf(name, hook.handler).keys.includes(fn.id)
        ? []
        : [`${fn.id}: its hook has no probe for it, and would stop each of its releases`]),
      ...(after && isHook(after) ? [] : [`${fn.id}: no hook looks at the business metrics after traffic`]),
    ];
  });
}

export const tooManyResources = (name: string, stack: Stack): string[] => {
  const count = Object.keys(stack).length;
  return count < mostResources ? [] : [`${name} has ${count} resources`];
};

/** What holds data and would be gone with a mistake in prod. */
export function unprotectedData(stack: Stack): string[] {
  return ofType(stack, 'AWS::DynamoDB::Table').flatMap(([id, table]) => [
    ...(table.DeletionProtectionEnabled === true ? [] : [`${id} can be deleted`]),
    ...(at(table, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true
      ? []
      : [`${id} cannot be taken back`]),
  ]);
}
