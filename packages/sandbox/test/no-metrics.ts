import type { Gauges, MetricSink } from '../src/core/ports.ts';

/** CloudWatch for tests of services that measure something nobody looks at. */
export const noMetrics: { metrics: MetricSink; gauges: Gauges } = {
  metrics: { put() {} },
  gauges: { askBefore() {} },
};
