import type { JSONWebKeySet } from 'jose';
import type { Edge } from '../../core/edge.ts';
import type { ReadHeld } from '../../core/held.ts';
import { type JsonOperation, jsonProtocol } from '../../core/json-protocol.ts';
import type { FunctionInvoker, Mailbox } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { accountOperations } from './account-operations.ts';
import { adminOperations } from './admin-operations.ts';
import { makeAttemptLimits } from './attempt-limits.ts';
import { makeChallenges } from './challenges.ts';
import { makeCodes } from './codes.ts';
import { directoryOperations } from './directory-operations.ts';
import { readPeople } from './held-people.ts';
import { makeLogins } from './logins.ts';
import { makeMails } from './mails.ts';
import { passwordOperations } from './password-operations.ts';
import { makePools, type Pools } from './pools.ts';
import type { Service } from './service.ts';
import { signInOperations } from './sign-in-operations.ts';
import { signUpOperations } from './sign-up-operations.ts';
import { makeSigningKeys, type SigningKeys } from './signing-keys.ts';
import { makeTokens } from './tokens.ts';
import { makeTriggers } from './triggers.ts';
import { makeUsers } from './users.ts';

export interface CognitoDependencies {
  invoker: FunctionInvoker;
  mailbox: Mailbox;
  /** How long a trigger may take, 5 s unless told, as in AWS. */
  triggerTimeoutMs?: number;
}

export interface Cognito {
  edge: Edge;
  resources: ResourceProvider[];
  held: ReadHeld;
  /** The keys of `https://cognito-idp.<region>.amazonaws.com/<poolId>`; undefined for any other issuer. */
  jwksFor(issuer: string): JSONWebKeySet | undefined;
}

/** Cognito user pools with e-mail as the only channel; hosted pages, groups, devices and second factors are not there. */
export function makeCognito(
  world: World,
  { invoker, mailbox, triggerTimeoutMs }: CognitoDependencies,
): Cognito {
  const keys = makeSigningKeys(world);
  const pools = makePools(
    world,
    ({ id }) => keys.prepare(id),
    (poolId) => forgetPool(world, poolId),
  );
  const users = makeUsers(world);
  const limits = makeAttemptLimits(world);
  const logins = makeLogins(world);
  const triggers = makeTriggers(world, invoker, triggerTimeoutMs);
  const service: Service = {
    now: world.now,
    pools,
    users,
    limits,
    logins,
    keys,
    triggers,
    codes: makeCodes(world, limits),
    challenges: makeChallenges(world),
    tokens: makeTokens(world, { pools, users, logins, keys, triggers }),
    mails: makeMails(triggers, mailbox),
  };
  /** What an administrator does needs a right on the pool; what people do themselves needs none. */
  const asking = (operations: Record<string, JsonOperation>): Record<string, JsonOperation> =>
    Object.fromEntries(
      Object.entries(operations).map(([name, run]) => [
        name,
        (input, call) => {
          const pool = `${world.region}:${world.accountId}:userpool/${input.UserPoolId ?? '*'}`;
          world.access.check(call.caller, `cognito-idp:${name}`, `arn:aws:cognito-idp:${pool}`);
          return run(input, call);
        },
      ]),
    );
  const protocol = jsonProtocol({
    name: 'cognito-identity-provider',
    targetPrefix: 'AWSCognitoIdentityProviderService',
    version: '1.1',
    unsigned,
    operations: {
      ...signUpOperations(service),
      ...signInOperations(service),
      ...passwordOperations(service),
      ...accountOperations(service),
      ...asking(adminOperations(service)),
      ...asking(directoryOperations(service)),
    },
  });
  return {
    edge: browserEdge(protocol, pools, keys),
    resources: pools.resources,
    held: readPeople(pools, users),
    jwksFor(issuer) {
      const pool = pools.byIssuer(issuer);
      return pool && keys.get(pool.id).jwks;
    },
  };
}

/** Who had an account, and all that was waiting for them. */
function forgetPool({ db, transaction }: World, poolId: string): void {
  const tables = ['cognito_users', 'cognito_codes', 'cognito_logins', 'cognito_keys', 'cognito_attempts'];
  transaction(() => {
    for (const table of tables) db.prepare(`DELETE FROM ${table} WHERE pool_id = ?`).run(poolId);
  });
}

/** What browsers call, authorized by a password, a code or a token in the body. */
const unsigned = new Set([
  'SignUp',
  'ConfirmSignUp',
  'ResendConfirmationCode',
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'ForgotPassword',
  'ConfirmForgotPassword',
  'ChangePassword',
  'GetUser',
  'UpdateUserAttributes',
  'VerifyUserAttribute',
  'GetUserAttributeVerificationCode',
  'DeleteUser',
  'GlobalSignOut',
]);

const wellKnown = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)$/;

/** Adds to the protocol what token readers need: the pool's public documents. */
function browserEdge(protocol: Edge, pools: Pools, keys: SigningKeys): Edge {
  return {
    name: protocol.name,
    operations: protocol.operations,
    claims: (call) => protocol.claims(call) || wellKnown.test(call.url.pathname),
    async handle(call) {
      const { response, url } = call;
      const [, poolId, document] = wellKnown.exec(url.pathname) ?? [];
      if (!poolId) return protocol.handle(call);
      const pool = pools.all().find(({ id }) => id === poolId);
      const body =
        document === 'jwks.json' ? pool && keys.get(pool.id).jwks : pool && openIdConfiguration(pool.issuer);
      response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? { message: `User pool ${poolId} does not exist.` }));
    },
  };
}

function openIdConfiguration(issuer: string): Record<string, unknown> {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
