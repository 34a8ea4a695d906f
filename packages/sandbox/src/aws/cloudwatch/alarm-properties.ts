import * as z from 'zod';
import { comparisonOperators } from './alarm-verdict.ts';
import { isPercentile } from './percentile.ts';

const number = z.coerce.number();
const dimensions = z
  .array(z.strictObject({ Name: z.string(), Value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));
const simple = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];
const statistic = z
  .string()
  .refine(
    (text) => simple.includes(text) || isPercentile(text),
    `is a statistic that the sandbox does not know; it knows ${simple.join(', ')} and percentiles such as p99`,
  );

const query = z.strictObject({
  Id: z.string(),
  Expression: z.string().optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
      Period: number,
      Stat: statistic,
      Unit: z.string().optional(),
    })
    .optional(),
  Label: z.string().optional(),
  Period: number.optional(),
  ReturnData: z.stringbool().or(z.boolean()).optional(),
});

/** ARNs; those of SNS topics have an effect here. */
const actions = z.array(z.string()).default([]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const alarmProperties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().default(''),
  ActionsEnabled: z.stringbool().or(z.boolean()).default(true),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions,
  Statistic: statistic.optional(),
  ExtendedStatistic: statistic.optional(),
  /** Seconds. */
  Period: number.default(60),
  EvaluationPeriods: number.pipe(z.number().int().min(1)),
  DatapointsToAlarm: number.pipe(z.number().int().min(1)).optional(),
  Threshold: number,
  ComparisonOperator: z
    .string()
    .refine(
      (text) => comparisonOperators.includes(text),
      `is a comparison that the sandbox does not know; it knows ${comparisonOperators.join(', ')}`,
    ),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  /** Every percentile is evaluated, however few the values. */
  EvaluateLowSampleCountPercentile: z.unknown().optional(),
  /** Values of one metric have one unit here. */
  Unit: z.string().optional(),
  Metrics: z.array(query).optional(),
  Tags: z.unknown().optional(),
});
export type AlarmProperties = z.infer<typeof alarmProperties>;
