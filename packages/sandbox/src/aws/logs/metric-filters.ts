import * as z from 'zod';
import type { LogSink, MetricSink } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import { compileFilterPattern, type MessageFilter } from './filter-pattern.ts';

const transformation = z.strictObject({
  MetricNamespace: z.string(),
  MetricName: z.string(),
  /** A number; what `$.field` would take from the message is not there. */
  MetricValue: z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'has to be a number here')])
    .transform(Number),
  DefaultValue: z.unknown().optional(),
  Unit: z.string().optional(),
});

const filterPattern = z.string().superRefine((text, context) => {
  try {
    compileFilterPattern(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

const properties = z.strictObject({
  FilterName: z.string().optional(),
  LogGroupName: z.string(),
  FilterPattern: filterPattern,
  MetricTransformations: z.tuple([transformation]),
});

export interface MetricFilters {
  resource: ResourceProvider<z.infer<typeof properties>>;
  /** Passes every line on, and counts those that a filter of their group looks for. */
  reading(logs: LogSink): LogSink;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html */
export function makeMetricFilters(metrics: MetricSink): MetricFilters {
  /** By log group, then by name. */
  const groups = new Map<string, Map<string, { matches: MessageFilter; count(): void }>>();
  return {
    resource: {
      type: 'AWS::Logs::MetricFilter',
      properties,
      apply({
        physicalName,
        properties: { FilterName, LogGroupName, FilterPattern, MetricTransformations },
      }) {
        const name = FilterName ?? physicalName;
        const [{ MetricNamespace, MetricName, MetricValue }] = MetricTransformations;
        const filters = groups.get(LogGroupName) ?? new Map();
        groups.set(LogGroupName, filters);
        filters.set(name, {
          matches: compileFilterPattern(FilterPattern),
          count: () => metrics.put(MetricNamespace, MetricName, MetricValue, [{}]),
        });
        return { ref: name, attributes: {} };
      },
      remove: ({ ref, properties: { LogGroupName } }) => void groups.get(String(LogGroupName))?.delete(ref),
    },
    reading: (logs) => ({
      write(caller, logGroup, logStream, message) {
        logs.write(caller, logGroup, logStream, message);
        for (const { matches, count } of groups.get(logGroup)?.values() ?? []) if (matches(message)) count();
      },
    }),
  };
}
