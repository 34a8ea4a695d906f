import type { MetricSink, Moment } from '../../core/ports.ts';
import type { InvocationTarget } from './functions.ts';

/**
 * Lambda's own metrics of one invocation: by function, by the name that was called (`fn:live`), by that and the version
 * that answered, and over all functions. In AWS they carry the time of the call, however late they come.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
 */
export function measure(
  metrics: MetricSink,
  { fn, version, invokedArn }: InvocationTarget,
  values: Readonly<Record<string, number>>,
  at?: Moment,
): void {
  const FunctionName = fn.name;
  const Resource = `${FunctionName}${invokedArn.slice(fn.arn.length)}`;
  const named = { FunctionName, Resource };
  const sets = [{}, { FunctionName }, named, { ...named, ExecutedVersion: version }];
  for (const [name, value] of Object.entries(values)) metrics.put('AWS/Lambda', name, value, sets, at);
}
