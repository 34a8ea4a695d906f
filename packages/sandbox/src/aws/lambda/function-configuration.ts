import type { InvocationTarget } from './functions.ts';

/** The part of `FunctionConfiguration` that holds on one machine. */
export function configurationOf({ fn, version, invokedArn }: InvocationTarget, codeSha256?: string): object {
  return {
    FunctionName: fn.name,
    FunctionArn: invokedArn,
    Runtime: fn.runtime,
    Role: fn.roleArn,
    Handler: fn.handler,
    Description: fn.description,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    LastModified: fn.modifiedAt.replace('Z', '+0000'),
    Version: version,
    PackageType: 'Zip',
    Architectures: [fn.architecture],
    Environment: { Variables: fn.variables },
    LoggingConfig: { LogFormat: fn.logFormat, LogGroup: fn.logGroup },
    ...(fn.deadLetterArn && { DeadLetterConfig: { TargetArn: fn.deadLetterArn } }),
    ...(fn.durable && {
      DurableConfig: {
        ExecutionTimeout: fn.durable.executionTimeoutSeconds,
        RetentionPeriodInDays: fn.durable.retentionDays,
      },
    }),
    ...(codeSha256 !== undefined && { CodeSha256: codeSha256 }),
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
