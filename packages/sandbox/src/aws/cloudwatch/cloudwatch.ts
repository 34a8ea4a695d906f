import type * as z from 'zod';
import type { Edge } from '../../core/edge.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import type { Gauges, LogSink, MetricSink } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { alarmProperties } from './alarm-properties.ts';
import { type Alarms, makeAlarms } from './alarms.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { makeMadeAlarms } from './made-alarms.ts';
import { type MetricStore, makeMetricStore } from './metric-store.ts';
import { cloudWatchOperations } from './operations.ts';

export interface CloudWatch {
  edge: Edge;
  resources: ResourceProvider[];
  metrics: MetricSink;
  statistics: Pick<MetricStore, 'read'>;
  gauges: Gauges;
  alarms: Alarms;
  /** Passes every line on, and measures what it says in Embedded Metric Format. */
  reading(logs: LogSink): LogSink;
  /** Once the template's alarms are made. */
  start(): void;
  stop(): void;
}

/** CloudWatch's metrics and alarms, in memory. */
export function makeCloudWatch(world: World): CloudWatch {
  const store = makeMetricStore(world);
  const alarms = makeAlarms(world, store);
  const arnOf = (name: string): string =>
    `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:${name}`;
  const made = makeMadeAlarms(world.db, alarms, arnOf);

  const alarmProvider: ResourceProvider<z.infer<typeof alarmProperties>> = {
    type: 'AWS::CloudWatch::Alarm',
    properties: alarmProperties,
    apply({ physicalName, properties }) {
      const name = properties.AlarmName ?? physicalName;
      const holding = made.declare(name, properties);
      if (holding) alarms.put(name, arnOf(name), holding);
      return { ref: name, attributes: { Arn: arnOf(name) } };
    },
    remove: ({ ref }) => alarms.remove(ref),
  };

  return {
    edge: jsonProtocol({
      name: 'monitoring',
      targetPrefix: 'GraniteServiceVersion20100801',
      // https://aws.amazon.com/blogs/developer/new-default-payload-compression-for-amazon-cloudwatch-putmetricdata-with-the-aws-sdks/
      compressed: new Set(['PutMetricData']),
      version: '1.0',
      operations: cloudWatchOperations(store, alarms, made, world.now),
    }),
    resources: [alarmProvider],
    metrics: store,
    statistics: store,
    gauges: alarms,
    alarms,
    reading: (logs) => ({
      write(caller, logGroup, logStream, message) {
        logs.write(caller, logGroup, logStream, message);
        for (const { metric, value } of embeddedMetrics(message)) store.add(metric, value, world.now());
      },
    }),
    start: made.start,
    stop: alarms.stop,
  };
}
