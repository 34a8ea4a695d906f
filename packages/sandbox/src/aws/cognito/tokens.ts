import { randomUUID } from 'node:crypto';
import { decodeJwt, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import { readable } from './attributes.ts';
import type { Login, Logins } from './logins.ts';
import type { Client, Pool, Pools } from './pools.ts';
import type { SigningKeys } from './signing-keys.ts';
import { overrideClaims, type TokenSource } from './token-claims.ts';
import type { Triggers } from './triggers.ts';
import { attributesOf, type User, type Users } from './users.ts';

export interface AuthenticationResult {
  AccessToken: string;
  IdToken: string;
  RefreshToken?: string;
  /** Of the access token, seconds. */
  ExpiresIn: number;
  TokenType: 'Bearer';
}

export type ClientMetadata = Record<string, string> | undefined;

export interface Tokens {
  /** Opens a login and gives all three tokens. @throws AwsError what the PreTokenGeneration trigger fails with */
  signIn(
    client: Client,
    user: User,
    source: TokenSource,
    metadata: ClientMetadata,
  ): Promise<AuthenticationResult>;
  /** @throws AwsError `NotAuthorizedException`, `RefreshTokenReuseException` */
  refresh(client: Client, refreshToken: string, metadata: ClientMetadata): Promise<AuthenticationResult>;
  /** Whose access token it is. @throws AwsError `NotAuthorizedException`, `UserNotFoundException` */
  authenticate(accessToken: string): Promise<{ pool: Pool; client: Client; user: User }>;
}

const secondsIn = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Lifetimes in seconds; an hour, an hour and thirty days unless the client says otherwise. */
function lifetimes({ properties }: Client): { access: number; id: number; refresh: number } {
  const {
    AccessTokenValidity,
    IdTokenValidity,
    RefreshTokenValidity,
    TokenValidityUnits: units,
  } = properties;
  return {
    access: AccessTokenValidity ? AccessTokenValidity * secondsIn[units.AccessToken] : 3600,
    id: IdTokenValidity ? IdTokenValidity * secondsIn[units.IdToken] : 3600,
    refresh: RefreshTokenValidity ? RefreshTokenValidity * secondsIn[units.RefreshToken] : 30 * 86_400,
  };
}

const accessClaims = z.object({
  iss: z.string(),
  sub: z.string(),
  client_id: z.string(),
  token_use: z.literal('access'),
  /** Absent where the client has token revocation off. */
  origin_jti: z.string().optional(),
});

export interface TokenParts {
  pools: Pools;
  users: Users;
  logins: Logins;
  keys: SigningKeys;
  triggers: Triggers;
}

const refused = (message: string): AwsError => new AwsError('NotAuthorizedException', message);

export function makeTokens(world: World, { pools, users, logins, keys, triggers }: TokenParts): Tokens {
  async function issue(
    client: Client,
    user: User,
    login: Login,
    source: TokenSource,
    metadata: ClientMetadata,
  ): Promise<AuthenticationResult> {
    const { pool } = client;
    const nowSeconds = Math.floor(world.now() / 1000);
    const common = {
      sub: user.sub,
      iss: pool.issuer,
      ...(client.properties.EnableTokenRevocation && { origin_jti: login.originJti }),
      event_id: randomUUID(),
      auth_time: Math.floor(login.authTime / 1000),
      iat: nowSeconds,
    };
    const { sub: _sub, ...visible } = readable(attributesOf(user), client);
    const claims = await overrideClaims(
      triggers,
      { client, user, source, metadata },
      {
        access: {
          ...common,
          client_id: client.id,
          token_use: 'access',
          scope: 'aws.cognito.signin.user.admin',
          username: user.username,
        },
        id: {
          ...common,
          ...visible,
          ...booleans(visible),
          'cognito:username': user.username,
          aud: client.id,
          token_use: 'id',
        },
      },
    );
    const life = lifetimes(client);
    return {
      AccessToken: await sign(pool, { ...claims.access, exp: nowSeconds + life.access, jti: randomUUID() }),
      IdToken: await sign(pool, { ...claims.id, exp: nowSeconds + life.id, jti: randomUUID() }),
      ExpiresIn: life.access,
      TokenType: 'Bearer',
    };
  }

  function sign(pool: Pool, claims: JWTPayload): Promise<string> {
    const { kid, privateKey } = keys.get(pool.id);
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
  }

  async function verify(pool: Pool, token: string): Promise<unknown> {
    try {
      const currentDate = new Date(world.now());
      return (await jwtVerify(token, keys.get(pool.id).publicKey, { issuer: pool.issuer, currentDate }))
        .payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refused('Access Token has expired');
      if (error instanceof errors.JOSEError) throw refused('Invalid Access Token');
      throw error;
    }
  }

  return {
    async signIn(client, user, source, metadata) {
      const { login, refreshToken } = logins.open(client, user.sub, lifetimes(client).refresh);
      return { ...(await issue(client, user, login, source, metadata)), RefreshToken: refreshToken };
    },
    async refresh(client, refreshToken, metadata) {
      const login = logins.byRefreshToken(client, refreshToken);
      const user = users.bySub(client.pool, login.sub);
      if (!user) throw refused('Invalid Refresh Token');
      if (!user.enabled) throw refused('User is disabled.');
      const result = await issue(client, user, login, 'TokenGeneration_RefreshTokens', metadata);
      if (client.properties.RefreshTokenRotation?.Feature !== 'ENABLED') return result;
      return { ...result, RefreshToken: logins.rotate(login, refreshToken) };
    },
    async authenticate(accessToken) {
      const pool = pools.byIssuer(issuerOf(accessToken));
      if (!pool) throw refused('Invalid Access Token');
      const claims = accessClaims.safeParse(await verify(pool, accessToken));
      if (!claims.success) throw refused('Invalid Access Token');
      const { sub, client_id, origin_jti } = claims.data;
      const user = users.bySub(pool, sub);
      if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
      if (origin_jti && !logins.isOpen(origin_jti)) throw refused('Access Token has been revoked');
      if (!user.enabled) throw refused('User is disabled.');
      return { pool, client: pools.client(client_id), user };
    },
  };
}

function issuerOf(token: string): string {
  try {
    return String(decodeJwt(token).iss);
  } catch {
    return '';
  }
}

/** The two flags are booleans in the id token, every other attribute is text. */
function booleans(attributes: Record<string, string>): Record<string, boolean> {
  const flags = Object.entries(attributes).filter(([name]) => name.endsWith('_verified'));
  return Object.fromEntries(flags.map(([name, value]) => [name, value === 'true']));
}
