/** `p0` to `p100`, with decimals. */
export const isPercentile = (statistic: string): boolean => /^p(\d{1,2}(\.\d+)?|100)$/.test(statistic);

/** Nearest rank, so the answer is one of the values. @throws RangeError for another statistic, such as `tm90` */
export function percentile(statistic: string, values: readonly number[]): number {
  if (!isPercentile(statistic)) throw new RangeError(`the statistic ${statistic} is not supported`);
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((Number(statistic.slice(1)) / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}
