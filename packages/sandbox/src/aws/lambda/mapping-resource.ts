import * as z from 'zod';
import { identityOf, type ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { checkDestination, serviceOf } from './destinations.ts';
import {
  type EventSourceMappings,
  type MappingSettings,
  type MappingSources,
  mappingArn,
  mappingId,
} from './event-source-mappings.ts';
import { compileFilters } from './filter-criteria.ts';
import type { Functions } from './functions.ts';
import { executionRole, type LambdaFunction } from './lambda-function.ts';
import { flag, ignored, numeric } from './template-values.ts';

/** Batches at a time of a queue mapping without ScalingConfig. */
const defaultQueueConcurrency = 1000;

const properties = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: numeric(1, 10_000).optional(),
  MaximumBatchingWindowInSeconds: numeric(0, 300).default(0),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string().optional() })).optional() })
    .optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: numeric(2, 1000).optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  BisectBatchOnFunctionError: flag.default(false),
  MaximumRetryAttempts: numeric(-1, 10_000).default(-1),
  MaximumRecordAgeInSeconds: numeric(-1, 604_800).default(-1),
  /** Accepted without effect: one batch of a shard at a time keeps the order of every item. */
  ParallelizationFactor: numeric(1, 10).optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  Tags: ignored,
});
type Properties = z.infer<typeof properties>;

/** Properties that have a meaning for one kind of source only. */
const streamOnly = ['StartingPosition', 'ParallelizationFactor', 'DestinationConfig'] as const;

/** `AWS::Lambda::EventSourceMapping` from a queue or a table's stream. */
export function mappingResource(
  world: World,
  functions: Functions,
  mappings: EventSourceMappings,
  sources: MappingSources,
): ResourceProvider<Properties> {
  return {
    type: 'AWS::Lambda::EventSourceMapping',
    properties,
    apply({ logicalId, properties: given, ...request }) {
      const { fn } = functions.resolve(given.FunctionName);
      if (fn.durable)
        throw new Error(
          `${logicalId} reads for ${fn.name}, which is durable: the sandbox hands no batches to durable functions; let another function start it, by a name.`,
        );
      const id = mappingId(identityOf({ ...request, logicalId }));
      const settings = readSettings(id, logicalId, given, sources);
      if (settings.kind === 'queue') checkVisibility(logicalId, fn, settings.queueArn, sources);
      const { FunctionName: functionReference, Enabled: enabled, FilterCriteria: filterCriteria } = given;
      mappings.put({ id, functionReference, enabled, settings, filterCriteria });
      return { ref: id, attributes: { Id: id, EventSourceMappingArn: mappingArn(world, id) } };
    },
    remove: ({ ref }) => mappings.remove(ref),
  };
}

/** A message must not come back while the function works on it. @throws Error with Lambda's sentence */
function checkVisibility(
  logicalId: string,
  fn: LambdaFunction,
  queueArn: string,
  { queues }: MappingSources,
): void {
  const { timeoutSeconds } = fn;
  const seconds = queues.visibilityTimeoutSeconds(executionRole(fn), queueArn);
  if (seconds < timeoutSeconds)
    throw new Error(
      `${logicalId}: Queue visibility timeout: ${seconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
}

function readSettings(
  id: string,
  logicalId: string,
  given: Properties,
  sources: MappingSources,
): MappingSettings {
  const shared = {
    batchingWindowSeconds: given.MaximumBatchingWindowInSeconds,
    reportsItemFailures: given.FunctionResponseTypes.length > 0,
    filter: compileFilters(given.FilterCriteria, sources.matches),
  };
  const service = serviceOf(given.EventSourceArn);
  if (service === 'sqs') {
    const stray = streamOnly.find((name) => given[name] !== undefined);
    if (stray) throw new Error(`${logicalId}: ${stray} does not go with a queue.`);
    return {
      kind: 'queue',
      ...shared,
      queueArn: given.EventSourceArn,
      batchSize: given.BatchSize ?? 10,
      maximumConcurrency: given.ScalingConfig?.MaximumConcurrency ?? defaultQueueConcurrency,
    };
  }
  if (service !== 'dynamodb')
    throw new Error(`${logicalId}: the sandbox maps queues and table streams, not ${given.EventSourceArn}.`);
  if (!given.StartingPosition) throw new Error(`${logicalId}: a stream needs a StartingPosition.`);
  const onFailure = given.DestinationConfig?.OnFailure?.Destination;
  return {
    kind: 'stream',
    ...shared,
    id,
    streamArn: given.EventSourceArn,
    batchSize: given.BatchSize ?? 100,
    startingPosition: given.StartingPosition,
    bisects: given.BisectBatchOnFunctionError,
    maximumRetryAttempts: given.MaximumRetryAttempts,
    maximumRecordAgeInSeconds: given.MaximumRecordAgeInSeconds,
    ...(onFailure && { onFailure: checkDestination(onFailure, ['sqs', 'sns']) }),
  };
}
