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

/**
 * State of an alarm after its last N periods.
 * @param values of the periods, the newest last; undefined where nothing was measured
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function verdict(
  rule: AlarmRule,
  values: readonly (number | undefined)[],
  before: AlarmState,
): AlarmState {
  const breaches = comparisons[rule.comparison];
  if (!breaches) throw new RangeError(`the comparison ${rule.comparison} is not supported`);
  const present = values.filter((value) => value !== undefined);
  const missing = values.length - present.length;
  const breaching = present.filter((value) => breaches(value, rule.threshold)).length;
  const counted = breaching + (rule.treatMissingData === 'breaching' ? missing : 0);
  if (counted >= rule.datapointsToAlarm) return 'ALARM';
  if (present.length > 0) return 'OK';
  if (rule.treatMissingData === 'ignore') return before;
  return rule.treatMissingData === 'missing' ? 'INSUFFICIENT_DATA' : 'OK';
}
