import * as z from 'zod';
import type { MetricName } from './metric-store.ts';

const directive = z.object({
  Namespace: z.string(),
  Dimensions: z.array(z.array(z.string())),
  Metrics: z.array(z.object({ Name: z.string() })),
});
const envelope = z.looseObject({ _aws: z.object({ CloudWatchMetrics: z.array(directive) }) });
const numbers = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

/**
 * What a log line measures in Embedded Metric Format; nothing for any other line. A metric without a number and a set
 * of dimensions without its values are left out, as in CloudWatch.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): { metric: MetricName; value: number }[] {
  // Nearly every line ends here, before it is parsed.
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const parsed = envelope.safeParse(parseJson(line));
  if (!parsed.success) return [];
  const { _aws, ...members } = parsed.data;
  return _aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) => {
    const sets = Dimensions.map((names) => valuesOf(names, members)).filter((set) => set !== undefined);
    return Metrics.flatMap(({ Name: name }) => {
      const values = numbers.safeParse(members[name]).data ?? [];
      return sets.flatMap((dimensions) =>
        values.map((value) => ({ metric: { namespace, name, dimensions }, value })),
      );
    });
  });
}

function valuesOf(names: string[], members: Record<string, unknown>): Record<string, string> | undefined {
  const pairs = names.map((name): [string, unknown] => [name, members[name]]);
  const given = pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return given.length === names.length ? Object.fromEntries(given) : undefined;
}

/** Functions that log JSON write the line itself; the console's plain format puts its columns before it. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line.slice(Math.max(0, line.indexOf('{'))));
  } catch {
    return undefined;
  }
}
