import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { FunctionInvoker, InvocationResult } from '../../core/ports.ts';
import { type Principal, servicePrincipal } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';
import type { Pool } from './pools.ts';

export type TriggerName =
  | 'PreSignUp'
  | 'CustomMessage'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PostAuthentication'
  | 'PreTokenGeneration';

export interface TriggerEvent {
  /** For example `PreSignUp_SignUp`. */
  source: string;
  userName: string;
  /** Absent when an administrator calls. */
  clientId?: string | undefined;
  request: Record<string, unknown>;
  response?: Record<string, unknown>;
}

/** Runs the functions of a pool's LambdaConfig. */
export interface Triggers {
  /**
   * @returns the `response` of the function, undefined when the pool has no such trigger
   * @throws AwsError `UserLambdaValidationException`, `UnexpectedLambdaException`, `InvalidLambdaResponseException`
   */
  run(pool: Pool, trigger: TriggerName, event: TriggerEvent): Promise<Record<string, unknown> | undefined>;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html */
const limitMs = 5000;
const attempts = 3;

const errorDocument = z.object({ errorMessage: z.string() });
const answer = z.object({ response: z.record(z.string(), z.unknown()) });

/** @param timeoutMs 5 s unless told, as in AWS */
export function makeTriggers(world: World, invoker: FunctionInvoker, timeoutMs = limitMs): Triggers {
  async function attempt(
    caller: Principal,
    functionArn: string,
    payload: string,
  ): Promise<InvocationResult | 'late'> {
    const { promise, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), timeoutMs);
    try {
      return await Promise.race([invoker.invoke(caller, functionArn, payload), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tries again when the function is late or cannot be run, not when it refuses. */
  async function invoke(
    caller: Principal,
    trigger: TriggerName,
    functionArn: string,
    payload: string,
  ): Promise<InvocationResult> {
    let failure = new AwsError('UnexpectedLambdaException', `${trigger} invocation failed.`);
    for (let i = 0; i < attempts; i++) {
      try {
        const result = await attempt(caller, functionArn, payload);
        if (result !== 'late') return result;
        failure = refused(trigger, 'Socket timeout while invoking Lambda function');
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failure = new AwsError(
          'UnexpectedLambdaException',
          `${trigger} invocation failed due to error ${error.code}.`,
        );
      }
    }
    throw failure;
  }

  return {
    async run(pool, trigger, event) {
      const { LambdaConfig: config } = pool.properties;
      const tokens = trigger === 'PreTokenGeneration' ? config.PreTokenGenerationConfig : undefined;
      const functionArn = tokens?.LambdaArn ?? config[trigger];
      if (!functionArn) return undefined;
      const caller = servicePrincipal('cognito-idp', pool.arn, world.accountId);
      const payload = JSON.stringify({
        version: tokens?.LambdaVersion.slice(1, 2) ?? '1',
        triggerSource: event.source,
        region: world.region,
        userPoolId: pool.id,
        userName: event.userName,
        callerContext: {
          awsSdkVersion: 'aws-sdk-unknown-unknown',
          clientId: event.clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
        },
        request: event.request,
        response: event.response ?? {},
      });
      const result = await invoke(caller, trigger, functionArn, payload);
      if (result.functionError) {
        throw refused(
          trigger,
          errorDocument.safeParse(parse(result.payload)).data?.errorMessage ?? 'unknown',
        );
      }
      const parsed = answer.safeParse(parse(result.payload));
      if (!parsed.success)
        throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
      return parsed.data.response;
    },
  };
}

function refused(trigger: TriggerName, message: string): AwsError {
  return new AwsError('UserLambdaValidationException', `${trigger} failed with error ${message}.`);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
