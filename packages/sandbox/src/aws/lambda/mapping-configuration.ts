import type { Mapping } from './event-source-mappings.ts';
import type { Functions } from './functions.ts';

/** An event source mapping as Lambda's API shows it. */
export function mappingConfiguration(functions: Functions, arnPrefix: string, mapping: Mapping): object {
  const { id, functionReference, enabled, settings, filterCriteria } = mapping;
  return {
    UUID: id,
    EventSourceMappingArn: `${arnPrefix}:event-source-mapping:${id}`,
    FunctionArn: functions.describe(functionReference).invokedArn,
    EventSourceArn: settings.kind === 'queue' ? settings.queueArn : settings.streamArn,
    State: enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.batchingWindowSeconds,
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(filterCriteria !== undefined && { FilterCriteria: filterCriteria }),
    ...(settings.kind === 'queue'
      ? { ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency } }
      : {
          StartingPosition: settings.startingPosition,
          ParallelizationFactor: 1,
          BisectBatchOnFunctionError: settings.bisects,
          MaximumRetryAttempts: settings.maximumRetryAttempts,
          MaximumRecordAgeInSeconds: settings.maximumRecordAgeInSeconds,
          DestinationConfig: { OnFailure: settings.onFailure ? { Destination: settings.onFailure } : {} },
        }),
  };
}
