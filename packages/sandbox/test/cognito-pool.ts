import { DatabaseSync } from 'node:sqlite';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type Cognito, makeCognito } from '../src/aws/cognito/cognito.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { makeWorld } from '../src/core/make-world.ts';
import type { InvocationResult, Mail } from '../src/core/ports.ts';
import type { Principal } from '../src/core/principal.ts';
import { edgeServer, listen } from './serve-edge.ts';

export interface TriggerCall {
  triggerSource: string;
  userName: string;
  request: Record<string, unknown>;
  response: Record<string, unknown>;
  [member: string]: unknown;
}

/** A served pool with one client, for the tests of this folder; `again` starts the service anew on the same state. */
export interface TestPool {
  cognito: Cognito;
  endpoint: string;
  poolId: string;
  clientId: string;
  /** Signed, as an administrator. */
  admin: CognitoIdentityProviderClient;
  mails: Mail[];
  /** The six digits of the newest mail to an address. */
  lastCode(to: string): string;
  triggerCalls: TriggerCall[];
  /** Who called the functions, in the same order. */
  callers: Principal[];
  /** What the functions do, by trigger name; they answer with their event unless told. */
  functions: Record<string, (event: TriggerCall) => Promise<Partial<InvocationResult>>>;
  /** Moves the service's clock. */
  advance(ms: number): void;
  again(): Promise<TestPool>;
  close(): void;
}

const allTriggers = [
  'PreSignUp',
  'CustomMessage',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
];

export interface TestPoolOptions {
  pool?: Record<string, unknown>;
  client?: Record<string, unknown>;
  db?: DatabaseSync;
}

export async function makeTestPool({
  pool = {},
  client = {},
  db = new DatabaseSync(':memory:'),
}: TestPoolOptions = {}): Promise<TestPool> {
  const mails: Mail[] = [];
  const triggerCalls: TriggerCall[] = [];
  const callers: Principal[] = [];
  const functions: TestPool['functions'] = {};
  let offsetMs = 0;
  const world = makeWorld({
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: 'http://127.0.0.1:0',
    db,
    folder: '.',
    now: () => Date.now() + offsetMs,
    fastClock: makeFastClock(1),
    report: () => {},
  });
  const cognito = makeCognito(world, {
    mailbox: { deliver: (mail) => mails.push(mail) },
    invoker: {
      async invoke(caller, arn, payload) {
        callers.push(caller);
        const event = JSON.parse(payload) as TriggerCall;
        triggerCalls.push(event);
        const answer = functions[arn.split(':').at(-1) ?? ''];
        return { payload, executedVersion: '1', ...(await answer?.(event)) };
      },
      invokeAsync: () => {
        throw new Error('not used');
      },
    },
    triggerTimeoutMs: 50,
  });
  const apply = async (type: string, logicalId: string, properties: unknown): Promise<string> => {
    const provider = cognito.resources.find((one) => one.type === type);
    if (!provider) throw new Error(`no provider for ${type}`);
    const request = { logicalId, stackName: 'app', physicalName: `app-${logicalId}` };
    return (await provider.apply({ ...request, properties: provider.properties.parse(properties) })).ref;
  };
  const poolId = await apply('AWS::Cognito::UserPool', 'Pool', {
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
    Schema: [
      { Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true },
      {
        Name: 'handle',
        AttributeDataType: 'String',
        Mutable: false,
        StringAttributeConstraints: { MaxLength: '20' },
      },
    ],
    LambdaConfig: Object.fromEntries(
      allTriggers.map((name) => [name, `arn:aws:lambda:us-east-1:000000000000:function:${name}`]),
    ),
    ...pool,
  });
  const clientId = await apply('AWS::Cognito::UserPoolClient', 'Client', {
    UserPoolId: poolId,
    GenerateSecret: false,
    PreventUserExistenceErrors: 'ENABLED',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...client,
  });
  const served = await listen(edgeServer(() => cognito.edge));
  const admin = new CognitoIdentityProviderClient({
    region: 'us-east-1',
    endpoint: served.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const close = (): void => {
    admin.destroy();
    void served.close();
  };
  return {
    cognito,
    endpoint: served.endpoint,
    poolId,
    clientId,
    admin,
    mails,
    triggerCalls,
    callers,
    functions,
    close,
    lastCode(to) {
      const mail = mails.findLast((one) => one.to.includes(to));
      return /\b\d{6}\b/.exec(mail?.html ?? '')?.[0] ?? '';
    },
    advance: (ms) => {
      offsetMs += ms;
    },
    again() {
      close();
      return makeTestPool({ pool, client, db });
    },
  };
}
