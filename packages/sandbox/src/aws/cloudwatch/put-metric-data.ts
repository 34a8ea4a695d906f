import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { readInput } from '../../core/read-input.ts';
import type { MetricStore } from './metric-store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const mostMetrics = 1000;
const mostValues = 150;
const mostDimensions = 30;
const day = 24 * 3600 * 1000;
const oldestMs = 14 * day;
const newestMs = 2 * 3600 * 1000;

/** AWS keeps no number beyond it. */
const largest = 2 ** 360;
const number = z
  .number('is no number')
  .refine((value) => Math.abs(value) <= largest, 'is no number between -2^360 and 2^360');
const text = (most: number) =>
  z
    .string()
    .refine((given) => given.trim() !== '' && given.length <= most, `is no text of 1 to ${most} characters`);
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const amounts = ['', 'Kilo', 'Mega', 'Giga', 'Tera'].flatMap((size) =>
  ['Bytes', 'Bits'].map((unit) => (size === '' ? unit : size + unit.toLowerCase())),
);
const units = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'Count/Second', 'None'],
  ...amounts.flatMap((unit) => [unit, `${unit}/Second`]),
];
const datum = z.object({
  MetricName: text(255),
  Dimensions: z
    .array(
      z.object({
        Name: text(255).refine((name) => !name.startsWith(':'), 'begins with a colon'),
        Value: text(1024),
      }),
    )
    .max(mostDimensions)
    .nullish(),
  Value: number.nullish(),
  Values: z.array(number).max(mostValues).nullish(),
  Counts: z.array(number.positive()).nullish(),
  StatisticValues: z
    .object({ SampleCount: number.positive(), Sum: number, Minimum: number, Maximum: number })
    .nullish(),
  Unit: z.enum(units).nullish(),
  /** One second and one minute; all is kept alike here. */
  StorageResolution: z.literal([1, 60], 'is neither 1 nor 60').nullish(),
  /** AWS JSON writes times as seconds since the epoch. */
  Timestamp: z
    .union([number.transform((seconds) => seconds * 1000), z.iso.datetime().transform(Date.parse)])
    .nullish(),
});
type Datum = z.infer<typeof datum>;
const request = z.object({
  Namespace: z
    .string()
    .regex(/^[^:].{0,254}$/, 'has 1 to 255 characters, the first of them no colon')
    .refine((name) => !name.startsWith('AWS/'), 'begins with AWS/, which is for services of AWS'),
  MetricData: z.array(datum).min(1).max(mostMetrics),
});

const invalid = (sentence: string): AwsError => new AwsError('InvalidParameterValueException', sentence);
const clashing = (sentence: string): AwsError =>
  new AwsError('InvalidParameterCombinationException', sentence);

/** All or none. @throws AwsError `InvalidParameterValueException`, `InvalidParameterCombinationException`, `MissingRequiredParameterException` */
export function putMetricData(store: MetricStore, input: unknown, now: number): void {
  const { Namespace: namespace, MetricData } = readInput(request, input, invalid);
  const measured = MetricData.map((one, index) => {
    const at = one.Timestamp ?? now;
    const where = `MetricData.member.${index + 1}`;
    if (at < now - oldestMs || at > now + newestMs)
      throw invalid(
        `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and no more than two hours in the future.`,
      );
    const dimensions = Object.fromEntries((one.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
    return { metric: { namespace, name: one.MetricName, dimensions }, at, values: valuesOf(one, where) };
  });
  for (const { metric, at, values } of measured)
    for (const { value, count } of values) store.add(metric, value, at, count);
}

interface Weighted {
  value: number;
  count: number;
}

function valuesOf({ Value, Values, Counts, StatisticValues }: Datum, where: string): Weighted[] {
  const kinds = [Value, Values, StatisticValues].filter((kind) => kind !== undefined && kind !== null);
  if (kinds.length === 0)
    throw new AwsError(
      'MissingRequiredParameterException',
      `At least one of the parameters must be specified: ${where}.Value, ${where}.Values, ${where}.StatisticValues.`,
    );
  if (kinds.length > 1)
    throw clashing(
      `The parameters ${where}.Value, ${where}.Values and ${where}.StatisticValues are mutually exclusive and you have specified more than one.`,
    );
  if (Counts && Counts.length !== Values?.length)
    throw clashing(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`);
  if (Values) return Values.map((value, index) => ({ value, count: Counts?.[index] ?? 1 }));
  if (StatisticValues) return valuesLike(StatisticValues, where);
  return [{ value: Value ?? 0, count: 1 }];
}

/** Values with this count, sum, minimum and maximum: least, most, and what the others are on average. */
function valuesLike(
  { SampleCount: count, Sum: sum, Minimum: least, Maximum: most }: NonNullable<Datum['StatisticValues']>,
  where: string,
): Weighted[] {
  if (least > most)
    throw invalid(`The parameter ${where}.StatisticValues.Minimum must not be greater than Maximum.`);
  if (least === most || count < 2) return [{ value: sum / count, count }];
  const ends = [
    { value: least, count: 1 },
    { value: most, count: 1 },
  ];
  return count === 2 ? ends : [...ends, { value: (sum - least - most) / (count - 2), count: count - 2 }];
}
