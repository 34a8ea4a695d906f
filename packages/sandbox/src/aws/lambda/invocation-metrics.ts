import type { MetricSink, Moment } from '../../core/ports.ts';
import type { InvocationTarget } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';

/**
 * Lambda's own metrics of one invocation: by function, by the name that was called (`fn:live`), by that and the version
 * that answered, and over all functions. In AWS they carry the time of the call, however late they come.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
 */
export function measure(
  metrics: MetricSink,
  target: InvocationTarget,
  values: Readonly<Record<string, number>>,
  at?: Moment,
): void {
  const sets = dimensionsOf(target);
  for (const [name, value] of Object.entries(values)) metrics.put('AWS/Lambda', name, value, sets, at);
}

type DimensionSets = readonly Readonly<Record<string, string>>[];

/** The same objects at each invocation, by which the store knows the metric again. */
const known = new WeakMap<LambdaFunction, Map<string, DimensionSets>>();

function dimensionsOf({ fn, version, invokedArn }: InvocationTarget): DimensionSets {
  const ofFunction = known.get(fn) ?? new Map<string, DimensionSets>();
  known.set(fn, ofFunction);
  const key = `${invokedArn} ${version}`;
  const FunctionName = fn.name;
  const named = { FunctionName, Resource: `${FunctionName}${invokedArn.slice(fn.arn.length)}` };
  const sets = ofFunction.get(key) ?? [{}, { FunctionName }, named, { ...named, ExecutedVersion: version }];
  ofFunction.set(key, sets);
  return sets;
}
