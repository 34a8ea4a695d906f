import type { AlarmProperties } from './alarm-properties.ts';
import { type Expression, parseExpression, type Term } from './metric-math.ts';
import type { MetricName, MetricStore, Statistic } from './metric-store.ts';

/** What an alarm looks at: its value in a stretch of AWS time. */
export interface AlarmSeries {
  /** Seconds. */
  period: number;
  value(from: number, to: number): number | undefined;
}

type Source = { metric: MetricName; statistic: Statistic } | { expression: Expression };

/** @throws Error that says which part of an alarm's properties is missing or not understood */
export function alarmSeries(properties: AlarmProperties, store: MetricStore): AlarmSeries {
  const { Metrics: queries } = properties;
  if (!queries) {
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions, Period: period } = properties;
    const statistic = properties.Statistic ?? properties.ExtendedStatistic;
    if (namespace === undefined || name === undefined || statistic === undefined)
      throw new Error('an alarm needs Metrics, or Namespace, MetricName and a statistic');
    const metric = { namespace, name, dimensions };
    return { period, value: (from, to) => store.read(metric, statistic, from, to, 'aws') };
  }
  const sources = new Map<string, Source>();
  const periods: number[] = [];
  const metricIds = queries.filter(({ MetricStat }) => MetricStat).map(({ Id }) => Id);
  for (const { Id, Expression, MetricStat, Period } of queries) {
    if (MetricStat) {
      const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = MetricStat.Metric;
      sources.set(Id, { metric: { namespace, name, dimensions }, statistic: MetricStat.Stat });
      periods.push(MetricStat.Period);
    } else if (Expression !== undefined) {
      sources.set(Id, { expression: parseExpression(Expression, metricIds) });
      if (Period !== undefined) periods.push(Period);
    }
  }
  const shown = queries.filter(({ ReturnData }) => ReturnData !== false);
  const [returned, ...others] = shown;
  if (!returned || others.length > 0)
    throw new Error('exactly one of the Metrics must return data (ReturnData)');

  function termOf(id: string, from: number, to: number, open: readonly string[]): Term {
    const source = sources.get(id);
    if (!source) throw new Error(`metric math names ${id}, which is not among the Metrics`);
    if (open.includes(id)) throw new Error(`the expression ${id} refers to itself`);
    if ('metric' in source) return store.read(source.metric, source.statistic, from, to, 'aws');
    return source.expression((other) => termOf(other, from, to, [...open, id]));
  }
  // Names the mistakes at once, not at the first evaluation.
  termOf(returned.Id, 0, 0, []);
  return { period: Math.max(...periods), value: (from, to) => termOf(returned.Id, from, to, []) };
}
