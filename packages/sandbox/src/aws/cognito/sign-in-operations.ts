import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { checkWrite, readable } from './attributes.ts';
import type { Challenge } from './challenges.ts';
import { checkPassword } from './password-policy.ts';
import type { Client, Pool } from './pools.ts';
import { hidesUsers, metadata, operation, type Service, userNotFound, wrongPassword } from './service.ts';
import {
  isAcceptableA,
  makeEphemeral,
  makeVerifier,
  matchesPassword,
  provesPassword,
  type Verifier,
} from './srp.ts';
import type { TokenSource } from './token-claims.ts';
import type { ClientMetadata } from './tokens.ts';
import { attributesOf, type User } from './users.ts';

type Parameters = Record<string, string>;

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw invalid(`Missing required parameter ${name}`);
  return value;
}

const dayMs = 86_400_000;
const longestClaimAgeMs = 5 * 60_000;

/** Signing in: SRP, password, refresh, and the challenges between. */
export function signInOperations(service: Service): Record<string, JsonOperation> {
  const { pools, users, limits, challenges, logins, keys, tokens, triggers, now } = service;

  const sessionMs = (client: Client): number => client.properties.AuthSessionValidity * 60_000;

  /** Who signs in, undefined when nobody has the name and the client hides that. */
  function personOf(client: Client, name: string): User | undefined {
    const user = users.find(client.pool, name);
    if (!user && !hidesUsers(client)) throw userNotFound();
    limits.assertSignInOpen(client.pool.id, user?.sub ?? name);
    return user;
  }

  async function preAuthentication(
    client: Client,
    user: User,
    validationData: ClientMetadata,
  ): Promise<void> {
    await triggers.run(client.pool, 'PreAuthentication', {
      source: 'PreAuthentication_Authentication',
      userName: user.username,
      clientId: client.id,
      request: {
        userAttributes: { ...attributesOf(user), 'cognito:user_status': user.status },
        validationData: validationData ?? null,
      },
    });
  }

  /** Cognito says so whatever the password is, so that it proves none: https://github.com/aws/aws-sdk-js/issues/4608 */
  function assertConfirmed({ status }: User): void {
    if (status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  }

  function countFailure(client: Client, subject: string): AwsError {
    limits.count(client.pool.id, subject, 'sign-in');
    return wrongPassword();
  }

  /** The password is right: tokens, or what still stands in the way. */
  async function proven(client: Client, user: User, clientMetadata: ClientMetadata): Promise<unknown> {
    const { pool } = client;
    limits.clear(pool.id, user.sub, 'sign-in');
    if (!user.enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      return finish(client, user, 'TokenGeneration_Authentication', clientMetadata);
    }
    const { TemporaryPasswordValidityDays: days } = pool.properties.Policies.PasswordPolicy;
    if (days > 0 && now() > user.passwordSetAt + days * dayMs) {
      const message = 'Temporary password has expired and must be reset by an administrator.';
      throw new AwsError('NotAuthorizedException', message);
    }
    const challenge: Challenge = { name: 'NEW_PASSWORD_REQUIRED', clientId: client.id, sub: user.sub };
    const { sub: _sub, ...visible } = readable(attributesOf(user), client);
    const missing = pool.properties.Schema.filter(({ Required, Name }) => Required && !user.attributes[Name]);
    return {
      ChallengeName: challenge.name,
      Session: challenges.open(challenge, sessionMs(client)),
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.username,
        requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name}`)),
        userAttributes: JSON.stringify(visible),
      },
    };
  }

  async function finish(
    client: Client,
    user: User,
    source: TokenSource,
    clientMetadata: ClientMetadata,
  ): Promise<unknown> {
    await triggers.run(client.pool, 'PostAuthentication', {
      source: 'PostAuthentication_Authentication',
      userName: user.username,
      clientId: client.id,
      request: {
        userAttributes: { ...attributesOf(user), 'cognito:user_status': user.status },
        newDeviceUsed: false,
        ...(clientMetadata && { clientMetadata }),
      },
    });
    const result = await tokens.signIn(client, user, source, clientMetadata);
    return { AuthenticationResult: result, ChallengeParameters: {} };
  }

  async function byPassword(
    client: Client,
    parameters: Parameters,
    clientMetadata: ClientMetadata,
  ): Promise<unknown> {
    const name = required(parameters, 'USERNAME');
    const password = required(parameters, 'PASSWORD');
    const user = personOf(client, name);
    if (!user) throw countFailure(client, name);
    await preAuthentication(client, user, clientMetadata);
    assertConfirmed(user);
    const { shortName } = client.pool;
    if (!matchesPassword(shortName, user.username, password, user.password))
      throw countFailure(client, user.sub);
    return proven(client, user, clientMetadata);
  }

  /** A stranger gets the same challenge at each try, as a person does. */
  function stranger(pool: Pool, name: string): { username: string; password: Verifier } {
    const seed = createHmac('sha256', pool.arn + keys.get(pool.id).kid)
      .update(name)
      .digest('hex');
    const username = seed.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
    return { username, password: makeVerifier(pool.shortName, username, seed, seed.slice(32)) };
  }

  function bySrp(client: Client, parameters: Parameters): unknown {
    const name = required(parameters, 'USERNAME');
    const A = required(parameters, 'SRP_A');
    if (!isAcceptableA(A)) throw invalid('Invalid SRP_A parameter');
    const user = personOf(client, name);
    const { username, password } = user ?? stranger(client.pool, name);
    const ephemeral = makeEphemeral(password.verifier);
    const secretBlock = challenges.open(
      {
        name: 'PASSWORD_VERIFIER',
        clientId: client.id,
        sub: user?.sub ?? null,
        username,
        A,
        ...ephemeral,
        verifier: password.verifier,
      },
      sessionMs(client),
    );
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: password.salt,
        SECRET_BLOCK: secretBlock,
        SRP_B: ephemeral.B,
        USERNAME: username,
        USER_ID_FOR_SRP: username,
      },
    };
  }

  async function answerSrp(
    client: Client,
    answers: Parameters,
    clientMetadata: ClientMetadata,
  ): Promise<unknown> {
    const secretBlock = required(answers, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const signature = required(answers, 'PASSWORD_CLAIM_SIGNATURE');
    const timestamp = required(answers, 'TIMESTAMP');
    const challenge = challenges.take(secretBlock);
    if (challenge?.name !== 'PASSWORD_VERIFIER' || challenge.clientId !== client.id) throw wrongPassword();
    const { username, A, b, B, verifier } = challenge;
    const user = challenge.sub === null ? undefined : users.bySub(client.pool, challenge.sub);
    if (!user) throw countFailure(client, username);
    limits.assertSignInOpen(client.pool.id, user.sub);
    await preAuthentication(client, user, clientMetadata);
    assertConfirmed(user);
    const claim = { poolName: client.pool.shortName, userIdForSrp: username, secretBlock, timestamp };
    const isTimely = Math.abs(now() - Date.parse(timestamp)) < longestClaimAgeMs;
    const isUnchanged = user.password.verifier === verifier;
    if (!isTimely || !isUnchanged || !provesPassword(A, { b, B }, verifier, claim, signature)) {
      throw countFailure(client, user.sub);
    }
    return proven(client, user, clientMetadata);
  }

  async function answerNewPassword(
    client: Client,
    session: string | undefined,
    answers: Parameters,
    clientMetadata: ClientMetadata,
  ): Promise<unknown> {
    const password = required(answers, 'NEW_PASSWORD');
    const attributes = Object.fromEntries(
      Object.entries(answers)
        .filter(([name]) => name.startsWith('userAttributes.'))
        .map(([name, value]) => [name.slice('userAttributes.'.length), value]),
    );
    checkPassword(password, client.pool.properties.Policies.PasswordPolicy);
    checkWrite(client.pool, attributes, 'update', client);
    const challenge = challenges.take(session ?? '');
    if (challenge?.name !== 'NEW_PASSWORD_REQUIRED' || challenge.clientId !== client.id) {
      throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
    }
    const user = users.bySub(client.pool, challenge.sub);
    if (!user) throw wrongPassword();
    user.status = 'CONFIRMED';
    user.attributes = { ...user.attributes, ...attributes };
    users.setPassword(client.pool, user, password);
    return finish(client, user, 'TokenGeneration_NewPasswordChallenge', clientMetadata);
  }

  const flows: Record<
    string,
    { allowedBy: string; run(client: Client, p: Parameters, m: ClientMetadata): unknown }
  > = {
    USER_SRP_AUTH: { allowedBy: 'ALLOW_USER_SRP_AUTH', run: bySrp },
    USER_PASSWORD_AUTH: { allowedBy: 'ALLOW_USER_PASSWORD_AUTH', run: byPassword },
    ADMIN_USER_PASSWORD_AUTH: { allowedBy: 'ALLOW_ADMIN_USER_PASSWORD_AUTH', run: byPassword },
    REFRESH_TOKEN_AUTH: { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', run: byRefreshToken },
    REFRESH_TOKEN: { allowedBy: 'ALLOW_REFRESH_TOKEN_AUTH', run: byRefreshToken },
  };

  async function byRefreshToken(
    client: Client,
    parameters: Parameters,
    clientMetadata: ClientMetadata,
  ): Promise<unknown> {
    const result = await tokens.refresh(client, required(parameters, 'REFRESH_TOKEN'), clientMetadata);
    return { AuthenticationResult: result, ChallengeParameters: {} };
  }

  const initiate = z.object({
    ClientId: z.string(),
    AuthFlow: z.string(),
    AuthParameters: z.record(z.string(), z.string()).default({}),
    ClientMetadata: metadata,
  });
  const start = ({
    ClientId,
    AuthFlow,
    AuthParameters,
    ClientMetadata,
  }: z.infer<typeof initiate>): unknown => {
    const client = pools.client(ClientId);
    const flow = Object.hasOwn(flows, AuthFlow) ? flows[AuthFlow] : undefined;
    if (!flow) throw invalid(`The sandbox does not support the auth flow ${AuthFlow}.`);
    if (!client.properties.ExplicitAuthFlows.some((one) => one === flow.allowedBy)) {
      throw invalid(`${AuthFlow} is not enabled for the client.`);
    }
    return flow.run(client, AuthParameters, ClientMetadata);
  };

  const respond = operation(
    z.object({
      ClientId: z.string(),
      ChallengeName: z.string(),
      ChallengeResponses: z.record(z.string(), z.string()).default({}),
      Session: z.string().optional(),
      ClientMetadata: metadata,
    }),
    ({ ClientId, ChallengeName, ChallengeResponses, Session, ClientMetadata }) => {
      const client = pools.client(ClientId);
      if (ChallengeName === 'PASSWORD_VERIFIER') return answerSrp(client, ChallengeResponses, ClientMetadata);
      if (ChallengeName === 'NEW_PASSWORD_REQUIRED') {
        return answerNewPassword(client, Session, ChallengeResponses, ClientMetadata);
      }
      throw invalid(`The sandbox does not support the challenge ${ChallengeName}.`);
    },
  );

  return {
    InitiateAuth: operation(initiate, (input) => {
      if (input.AuthFlow.startsWith('ADMIN_')) throw invalid('Initiate Auth method not supported.');
      return start(input);
    }),
    AdminInitiateAuth: operation(initiate, start),
    RespondToAuthChallenge: respond,
    AdminRespondToAuthChallenge: respond,
    GetTokensFromRefreshToken: operation(
      z.object({ ClientId: z.string(), RefreshToken: z.string().min(1), ClientMetadata: metadata }),
      async ({ ClientId, RefreshToken, ClientMetadata }) => ({
        AuthenticationResult: await tokens.refresh(pools.client(ClientId), RefreshToken, ClientMetadata),
      }),
    ),
    RevokeToken: operation(
      z.object({ ClientId: z.string(), Token: z.string().min(1) }),
      ({ ClientId, Token }) => {
        const client = pools.client(ClientId);
        if (!client.properties.EnableTokenRevocation) {
          throw new AwsError(
            'UnsupportedOperationException',
            'Token revocation is not enabled for the client.',
          );
        }
        if (Token.split('.').length === 3) {
          throw new AwsError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
        }
        logins.revokeByRefreshToken(client, Token);
        return {};
      },
    ),
  };
}
