import type { Mapping } from '@shutterbus/sandbox/template/value';
import { callerOf, functionBehind, functionsOf, isHook } from '../functions.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, list, mappings, named, textOf } from '../values.ts';

/** CloudFormation stops at 500; what is left is for the next feature. */
const mostResources = 400;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const mostMetrics = 10;
/** Of a deployment group: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const mostAlarms = 10;

interface Watched {
  alarm: string;
  metric: string;
  /** Logical ids by dimension name. */
  dimensions: Record<string, string | undefined>;
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
        mappings(metric.Dimensions).map(({ Name, Value }) => [String(Name), named(Value)]),
      ),
    }));
  });
}

/** Functions without a log group of their own that forgets, an alarm, a timeout or a memory size. */
export function unwatchedFunctions(stack: Stack): string[] {
  const seen = watched(stack);
  const groups = functionsOf(stack).map(({ properties }) =>
    named(at(properties, 'LoggingConfig', 'LogGroup')),
  );
  return functionsOf(stack).flatMap((fn) => {
    const group = named(at(fn.properties, 'LoggingConfig', 'LogGroup'));
    const has = (metric: string, dimension: string): boolean =>
      seen.some(
        (one) =>
          one.metric === metric &&
          one.dimensions.FunctionName === fn.id &&
          dimension in one.dimensions &&
          !('ExecutedVersion' in one.dimensions),
      );
    const isStream = callerOf(stack, fn.id) === 'stream';
    return [
      ...(fn.properties.Timeout === undefined ? [`${fn.id} has no timeout`] : []),
      ...(fn.properties.MemorySize === undefined ? [`${fn.id} has no memory size`] : []),
      ...(stack[group ?? '']?.properties.RetentionInDays === undefined ? [`${fn.id} logs for ever`] : []),
      ...(groups.filter((one) => one === group).length > 1 ? [`${fn.id} shares its log group`] : []),
      // Where everybody looks for it, and what the rights of the pipeline's role are bound to.
      ...(new RegExp(`^/aws/lambda/[^/]+-${fn.id}$`).test(textOf(stack[group ?? '']?.properties.LogGroupName))
        ? []
        : [`${fn.id} logs under another name`]),
      ...(has('Errors', isHook(fn) ? 'FunctionName' : 'Resource') ? [] : [`${fn.id} has no alarm on errors`]),
      ...(isStream && !has('IteratorAge', 'FunctionName')
        ? [`${fn.id} has no alarm on its iterator's age`]
        : []),
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

/** Alarms on the share of a timeout that reckon with another timeout than the function has. */
export function wrongShares(stack: Stack): string[] {
  return ofType(stack, 'AWS::CloudWatch::Alarm').flatMap(([id, alarm]) => {
    const queries = mappings(alarm.Metrics);
    const expression = queries.map((query) => textOf(query.Expression)).find((text) => text.includes(' / '));
    return queries.flatMap((query) => {
      const metric = at(query, 'MetricStat', 'Metric');
      if (expression === undefined || at(metric, 'MetricName') !== 'Duration') return [];
      const dimension = mappings(at(metric, 'Dimensions')).find(({ Name }) => Name === 'FunctionName');
      const seconds = Number(at(stack[named(dimension?.Value) ?? '']?.properties, 'Timeout'));
      const share = `${textOf(query.Id)} / ${seconds * 10}`;
      return expression.split(/[[\],] */).includes(share) ? [] : [`${id} does not reckon with ${share}`];
    });
  });
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
 * Functions whose release is not a canary with alarms on alias and version and with both hooks. The sandbox's expansion
 * drops hooks and alarms, so this reads the function as it stands in the template, with Globals merged in.
 */
export function uncheckedReleases(stack: Stack, preferences: ReadonlyMap<string, Mapping>): string[] {
  const seen = watched(stack);
  return functionsOf(stack).flatMap((fn) => {
    const preference = preferences.get(fn.id);
    if (isHook(fn))
      return preference?.Enabled === false ? [] : [`${fn.id} is a hook and would be released by itself`];
    const alarms = list(preference?.Alarms).map(named);
    const onVersion = (metric: string): boolean =>
      seen.some(
        (one) =>
          one.metric === metric &&
          alarms.includes(one.alarm) &&
          one.dimensions.FunctionName === fn.id &&
          functionBehind(stack, one.dimensions.ExecutedVersion) === fn.id,
      );
    const onAlias = seen.some(
      (one) =>
        one.metric === 'Errors' &&
        alarms.includes(one.alarm) &&
        one.dimensions.FunctionName === fn.id &&
        'Resource' in one.dimensions &&
        !('ExecutedVersion' in one.dimensions),
    );
    const hook = functionsOf(stack).find(({ id }) => id === named(at(preference, 'Hooks', 'PreTraffic')));
    const probes = hook?.statements.some(
      ({ actions, resources }) =>
        actions.includes('lambda:InvokeFunction') &&
        resources.some((resource) => functionBehind(stack, named(resource)) === fn.id),
    );
    const after = functionsOf(stack).find(({ id }) => id === named(at(preference, 'Hooks', 'PostTraffic')));
    return [
      ...(onAlias ? [] : [`${fn.id}: no alarm on the alias stops its release`]),
      ...(onVersion('Errors') ? [] : [`${fn.id}: no alarm on the new version's errors stops its release`]),
      ...(onVersion('Duration') ? [] : [`${fn.id}: no alarm on the new version's time stops its release`]),
      ...(alarms.length <= mostAlarms ? [] : [`${fn.id}: CodeDeploy takes ten alarms, not ${alarms.length}`]),
      ...(hook && isHook(hook) && probes ? [] : [`${fn.id}: no hook calls the new version before traffic`]),
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
