/** `p0` to `p100`, with decimals. */
export const isPercentile = (statistic: string): boolean => /^p(\d{1,2}(\.\d+)?|100)$/.test(statistic);

/** Nearest rank, so the answer is one of the values. @throws RangeError for another statistic, such as `tm90` */
export function percentile(statistic: string, values: readonly { value: number; count: number }[]): number {
  if (!isPercentile(statistic)) throw new RangeError(`the statistic ${statistic} is not supported`);
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  const rank = Math.max(1, Math.ceil((Number(statistic.slice(1)) / 100) * all));
  let passed = 0;
  for (const { value, count } of sorted) {
    passed += count;
    if (passed >= rank) return value;
  }
  return Number.NaN;
}
