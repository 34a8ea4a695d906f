export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface AlarmRule {
  threshold: number;
  comparison: string;
  /** N: how many periods are looked at. */
  evaluationPeriods: number;
  /** M: how many of them have to be over the threshold. */
  datapointsToAlarm: number;
  treatMissingData: MissingData;
}

const comparisons: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};
export const comparisonOperators = Object.keys(comparisons);

/** AWS looks at more periods than asked for, so that a few without data do not count; at two more in its own examples. */
const morePeriods = 2;

/** How many periods a verdict is given on. */
export const periodsOf = ({ evaluationPeriods }: AlarmRule): number => evaluationPeriods + morePeriods;

/**
 * State of an alarm by its newest periods with data, N of them. Only where there are fewer does it count how missing data
 * is treated.
 * @param values of `periodsOf(rule)` periods, the newest last; undefined where nothing was measured
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function verdict(
  rule: AlarmRule,
  values: readonly (number | undefined)[],
  before: AlarmState,
): AlarmState {
  const compare = comparisons[rule.comparison];
  if (!compare) throw new RangeError(`the comparison ${rule.comparison} is not supported`);
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const breaches = values.map((value) => value !== undefined && compare(value, rule.threshold));
  const present = breaches.filter((_, index) => values[index] !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - present.length;
  const breaching = present.filter(Boolean).length;
  if (breaching + (treatMissingData === 'breaching' ? missing : 0) >= datapointsToAlarm) return 'ALARM';
  if (missing === 0 || treatMissingData === 'notBreaching' || present.includes(false)) return 'OK';
  if (treatMissingData === 'breaching') return 'OK';
  if (present.length === 0) return treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : before;
  // All that there is breaches, and there is too little of it: an alarm only when it began long enough ago.
  const periodsAgo = breaches.length - breaches.indexOf(true);
  return treatMissingData === 'missing' && periodsAgo >= datapointsToAlarm ? 'ALARM' : before;
}
