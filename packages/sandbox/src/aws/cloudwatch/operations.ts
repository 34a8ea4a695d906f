import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { pageOf } from '../../core/page.ts';
import { readInput } from '../../core/read-input.ts';
import type { Mapping } from '../../template/value.ts';
import type { Alarm, Alarms } from './alarms.ts';
import type { MadeAlarms } from './made-alarms.ts';
import { type Expression, parseExpression, type Term } from './metric-math.ts';
import type { MetricName, MetricStore } from './metric-store.ts';
import { putMetricData } from './put-metric-data.ts';

const dimensions = z
  .array(z.object({ Name: z.string(), Value: z.string() }))
  .nullish()
  .transform((list) => Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value])));
/** AWS JSON writes times as seconds since the epoch. */
const time = z.union([
  z.number().transform((seconds) => seconds * 1000),
  z.iso.datetime().transform(Date.parse),
]);
const period = z
  .number()
  .refine(
    (seconds) => [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0),
    'is neither 1, 5, 10, 20, 30 nor a multiple of 60 seconds',
  );

const statisticsInput = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: dimensions,
  StartTime: time,
  EndTime: time,
  Period: period,
  Statistics: z.array(z.string()).default([]),
  ExtendedStatistics: z.array(z.string()).default([]),
});
const dataInput = z.object({
  StartTime: time,
  EndTime: time,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      Expression: z.string().optional(),
      Label: z.string().optional(),
      Period: period.optional(),
      ReturnData: z.boolean().default(true),
      MetricStat: z
        .object({
          Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
          Period: period,
          Stat: z.string(),
        })
        .optional(),
    }),
  ),
});
const alarmsInput = z.object({
  AlarmNames: z.array(z.string()).optional(),
  AlarmNamePrefix: z.string().optional(),
  StateValue: z.string().optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});
const invalidToken = new AwsError('InvalidNextToken', 'The next token specified is invalid.');
const stateInput = z.object({
  AlarmName: z.string(),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  StateReason: z.string(),
});
const deleteInput = z.object({ AlarmNames: z.array(z.string()).max(100) });
const listInput = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
  NextToken: z.string().optional(),
});
const mostMetrics = 500;

/** More periods than this are refused, as in CloudWatch. */
const maxDatapoints = 1440;

/** The operations that read and write metrics and alarms; times and periods are real ones. */
export function cloudWatchOperations(
  store: MetricStore,
  alarms: Alarms,
  made: MadeAlarms,
  now: () => number,
): Record<string, JsonOperation> {
  return {
    PutMetricData(input) {
      putMetricData(store, input, now());
      return {};
    },
    GetMetricStatistics(input) {
      const query = read(statisticsInput, input);
      const metric = { namespace: query.Namespace, name: query.MetricName, dimensions: query.Dimensions };
      const Datapoints = periodsOf(query.StartTime, query.EndTime, query.Period).flatMap(([from, to]) => {
        const values = (names: string[]) =>
          names.flatMap((name): [string, number][] => {
            const value = store.read(metric, name, from, to);
            return value === undefined ? [] : [[name, value]];
          });
        const plain = values(query.Statistics);
        const extended = values(query.ExtendedStatistics);
        if (plain.length + extended.length === 0) return [];
        const point = { Timestamp: from / 1000, ...Object.fromEntries(plain) };
        return [extended.length > 0 ? { ...point, ExtendedStatistics: Object.fromEntries(extended) } : point];
      });
      return { Label: query.MetricName, Datapoints };
    },
    GetMetricData(input) {
      const { MetricDataQueries: queries, StartTime, EndTime, ScanBy } = read(dataInput, input);
      const expressions = new Map<string, Expression>();
      const metricIds = queries.filter(({ MetricStat }) => MetricStat).map(({ Id }) => Id);
      for (const { Id, Expression } of queries)
        if (Expression !== undefined) expressions.set(Id, parsed(Expression, metricIds));
      const length = Math.max(
        60,
        ...queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0),
      );
      const termOf = (id: string, from: number, to: number): Term => {
        const stat = queries.find(({ Id }) => Id === id)?.MetricStat;
        if (stat) {
          const { Namespace: namespace, MetricName: name, Dimensions } = stat.Metric;
          return store.read({ namespace, name, dimensions: Dimensions }, stat.Stat, from, to);
        }
        return expressions.get(id)?.((other) => (other === id ? undefined : termOf(other, from, to)));
      };
      const MetricDataResults = queries
        .filter(({ ReturnData }) => ReturnData)
        .map(({ Id, Label, MetricStat }) => {
          const points = periodsOf(StartTime, EndTime, MetricStat?.Period ?? length)
            .map(([from, to]) => ({ at: from / 1000, value: termOf(Id, from, to) }))
            .filter(({ value }) => value !== undefined);
          if (ScanBy === 'TimestampDescending') points.reverse();
          return {
            Id,
            Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
            Timestamps: points.map(({ at }) => at),
            Values: points.map(({ value }) => value),
            StatusCode: 'Complete',
          };
        });
      return { MetricDataResults, Messages: [] };
    },
    ListMetrics(input) {
      const { Namespace, MetricName, Dimensions, NextToken } = read(listInput, input);
      const wanted = ({ namespace, name, dimensions: set }: MetricName) =>
        (Namespace ?? namespace) === namespace &&
        (MetricName ?? name) === name &&
        Dimensions.every(({ Name, Value }) => Object.hasOwn(set, Name) && (Value ?? set[Name]) === set[Name]);
      const { items, next } = pageOf(store.list().filter(wanted), mostMetrics, NextToken, invalidToken);
      return {
        Metrics: items.map(({ namespace, name, dimensions: set }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: pairs(set),
        })),
        ...(next !== undefined && { NextToken: next }),
      };
    },
    DescribeAlarms(input) {
      const {
        AlarmNames,
        AlarmNamePrefix = '',
        StateValue,
        MaxRecords,
        NextToken,
      } = read(alarmsInput, input);
      const found = alarms
        .all()
        .filter(({ name }) => (AlarmNames ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix)))
        .filter(({ state }) => (StateValue ?? state) === state);
      const { items, next } = pageOf(found, MaxRecords, NextToken, invalidToken);
      const answer = { MetricAlarms: items.map(describe), CompositeAlarms: [] };
      return next === undefined ? answer : { ...answer, NextToken: next };
    },
    PutMetricAlarm(input) {
      made.put(input as Mapping);
      return {};
    },
    DeleteAlarms(input) {
      made.remove(read(deleteInput, input).AlarmNames);
      return {};
    },
    SetAlarmState(input) {
      const { AlarmName, StateValue, StateReason } = read(stateInput, input);
      if (!alarms.find(AlarmName)) throw new AwsError('ResourceNotFound', `Unknown alarm ${AlarmName}`, 404);
      alarms.setState(AlarmName, StateValue, StateReason);
      return {};
    },
  };
}

function describe({ name, arn, properties, state, reason, changedAt }: Alarm): object {
  const { Dimensions, DatapointsToAlarm, EvaluationPeriods, Metrics, Tags: _, ...rest } = properties;
  return {
    ...rest,
    AlarmName: name,
    AlarmArn: arn,
    EvaluationPeriods,
    DatapointsToAlarm: DatapointsToAlarm ?? EvaluationPeriods,
    ...(Metrics
      ? {
          Metrics: Metrics.map(({ MetricStat: stat, ...query }) => ({
            ...query,
            ...(stat && {
              MetricStat: { ...stat, Metric: { ...stat.Metric, Dimensions: pairs(stat.Metric.Dimensions) } },
            }),
          })),
        }
      : { Dimensions: pairs(Dimensions) }),
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: changedAt / 1000,
  };
}

const pairs = (set: Readonly<Record<string, string>>) =>
  Object.entries(set).map(([Name, Value]) => ({ Name, Value }));

/** From the oldest, begun at whole periods. */
function periodsOf(start: number, end: number, seconds: number): [from: number, to: number][] {
  const length = seconds * 1000;
  const first = Math.floor(start / length) * length;
  const count = Math.ceil((end - first) / length);
  if (count > maxDatapoints) {
    const sentence = `You have requested up to ${count} datapoints, which exceeds the limit of ${maxDatapoints}.`;
    throw new AwsError('InvalidParameterCombinationException', sentence);
  }
  return Array.from({ length: Math.max(0, count) }, (_, index) => [
    first + index * length,
    first + (index + 1) * length,
  ]);
}

function parsed(expression: string, metricIds: readonly string[]): Expression {
  try {
    return parseExpression(expression, metricIds);
  } catch (error) {
    if (error instanceof SyntaxError) throw new AwsError('ValidationError', error.message);
    throw error;
  }
}

function read<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  return readInput(schema, input, (sentence) => new AwsError('InvalidParameterValueException', sentence));
}
