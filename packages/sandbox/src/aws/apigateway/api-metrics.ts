import type { MetricSink } from '../../core/ports.ts';

/** What an HTTP API measures of one request; its own metrics, by API and by API and stage. */
export function measureRequest(
  metrics: MetricSink,
  { apiId, stage, status, latencyMs }: { apiId: string; stage: string; status: number; latencyMs: number },
): void {
  const values = {
    Count: 1,
    '4xx': status >= 400 && status < 500 ? 1 : 0,
    '5xx': status >= 500 ? 1 : 0,
    Latency: latencyMs,
    // The gateway itself takes next to nothing here.
    IntegrationLatency: latencyMs,
  };
  const sets = [{ ApiId: apiId }, { ApiId: apiId, Stage: stage }];
  for (const [name, value] of Object.entries(values)) metrics.put('AWS/ApiGateway', name, value, sets);
}
