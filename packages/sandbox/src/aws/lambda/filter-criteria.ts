/** Whether an event source mapping hands a record to its function. */
export type RecordFilter = (record: unknown) => boolean;

/**
 * The patterns of `FilterCriteria`, of which one must match. No criteria let everything through.
 * @param compile EventBridge's pattern language
 * @throws Error when a pattern is no valid JSON or no valid pattern
 */
export function compileFilters(
  criteria: { Filters?: { Pattern?: string | undefined }[] | undefined } | undefined,
  compile: (pattern: unknown) => RecordFilter,
): RecordFilter {
  const filters = (criteria?.Filters ?? []).map(({ Pattern }) => compile(JSON.parse(Pattern ?? '{}')));
  if (filters.length === 0) return () => true;
  return (record) => filters.some((matches) => matches(record));
}
