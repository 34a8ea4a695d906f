import { devNull } from 'node:os';
import type { Credentials } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { EnvironmentSpec } from './host/messages.ts';
import type { PooledEnvironment } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { bringsRuntime } from './runtime-program.ts';

/**
 * What `process.env` holds in a function: the template's variables and those that Lambda reserves; nothing of the
 * developer's own shell. `AWS_CONFIG_FILE` and its sibling keep the SDK away from the developer's profile.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentVariables(
  fn: LambdaFunction,
  version: string,
  { region, endpoint }: Pick<World, 'region' | 'endpoint'>,
  logStream: string,
  credentials: Credentials,
): Record<string, string> {
  const { AWS_ENDPOINT_URL: wanted } = fn.variables;
  return {
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...fn.variables,
    // A template that knows of no endpoint, or leaves it empty for AWS, still finds its services here.
    AWS_ENDPOINT_URL: wanted || endpoint,
    _HANDLER: fn.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    ...(!bringsRuntime(fn.runtime) && { AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}` }),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: fn.root,
  };
}

/** What a host needs to make the environment. */
export function environmentSpec(
  {
    id,
    target: { fn, version },
    logStream,
    claim,
  }: Pick<PooledEnvironment, 'id' | 'target' | 'logStream' | 'claim'>,
  variables: Record<string, string>,
): EnvironmentSpec {
  return {
    environment: id,
    functionName: fn.name,
    functionVersion: version,
    root: fn.root,
    handler: fn.handler,
    // @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/137
    callbacksAllowed: Number(/\d+/.exec(fn.runtime)) < 24,
    variables,
    memoryMb: fn.memoryMb,
    logGroup: fn.logGroup,
    logStream,
    claim,
  };
}
