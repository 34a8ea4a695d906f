import { createHash } from 'node:crypto';
import type { MetricSink, Queues, TableStreams } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { type Checkpoints, makeCheckpoints } from './checkpoints.ts';
import type { Destinations } from './destinations.ts';
import type { Environments } from './environments.ts';
import type { RecordFilter } from './filter-criteria.ts';
import type { Functions } from './functions.ts';
import { makeMappedFunction } from './mapped-function.ts';
import { type QueueMappingSettings, type RunningMapping, runQueueMapping } from './queue-mapping.ts';
import { runStreamMapping, type StreamMappingSettings } from './stream-mapping.ts';

export type MappingSettings =
  | ({ kind: 'queue' } & QueueMappingSettings)
  | ({ kind: 'stream' } & StreamMappingSettings);

export interface Mapping {
  id: string;
  /** Function name or ARN, with or without qualifier. */
  functionReference: string;
  enabled: boolean;
  settings: MappingSettings;
  /** As given, to be shown. */
  filterCriteria?: unknown;
}

export interface EventSourceMappings {
  /** Adds or replaces; takes effect at once when the mappings run. */
  put(mapping: Mapping): void;
  /** With how far it had come. */
  remove(id: string): void;
  list(): Mapping[];
  start(): void;
  stop(): void;
}

export interface MappingSources {
  queues: Queues;
  streams: TableStreams;
  matches(pattern: unknown): RecordFilter;
  metrics: MetricSink;
}

/** A UUID that stays the same at every start. */
export function mappingId(identity: string): string {
  const hex = createHash('sha256').update(identity).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export const mappingArn = ({ region, accountId }: Pick<World, 'region' | 'accountId'>, id: string): string =>
  `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${id}`;

export function makeEventSourceMappings(
  world: World,
  functions: Functions,
  environments: Environments,
  sources: MappingSources,
  destinations: () => Destinations,
): EventSourceMappings {
  const checkpoints: Checkpoints = makeCheckpoints(world);
  const mappings = new Map<string, Mapping>();
  const running = new Map<string, RunningMapping>();
  let started = false;

  function run({ id, enabled, functionReference, settings }: Mapping): void {
    running.get(id)?.stop();
    running.delete(id);
    if (!started || !enabled) return;
    const fn = makeMappedFunction(world, functions, environments, sources.metrics, {
      arn: mappingArn(world, id),
      functionReference,
      source: settings.kind === 'queue' ? settings.queueArn : settings.streamArn,
      reportsItemFailures: settings.reportsItemFailures,
    });
    running.set(
      id,
      settings.kind === 'queue'
        ? runQueueMapping(world, sources.queues, settings, fn)
        : runStreamMapping(world, sources.streams, checkpoints, destinations, settings, fn),
    );
  }

  return {
    put(mapping) {
      mappings.set(mapping.id, mapping);
      run(mapping);
    },
    remove(id) {
      running.get(id)?.stop();
      running.delete(id);
      mappings.delete(id);
      checkpoints.forget(id);
    },
    list: () => [...mappings.values()],
    start() {
      started = true;
      for (const mapping of mappings.values()) run(mapping);
    },
    stop() {
      started = false;
      for (const mapping of running.values()) mapping.stop();
      running.clear();
    },
  };
}
