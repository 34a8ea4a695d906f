import { createHash, randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { Client } from './pools.ts';

/** One sign-in on one client, and all tokens that come from it; `origin_jti` in those tokens. */
export interface Login {
  originJti: string;
  sub: string;
  clientId: string;
  /** Milliseconds, as the next. */
  authTime: number;
  expiresAt: number;
  revoked: boolean;
}

/** Sign-ins and their refresh tokens, which are kept as hashes. */
export interface Logins {
  open(client: Client, sub: string, lifetimeSeconds: number): { login: Login; refreshToken: string };
  /** False for one that was revoked, signed out or never was. */
  isOpen(originJti: string): boolean;
  /**
   * The sign-in that a refresh token belongs to.
   * @throws AwsError `NotAuthorizedException`, `RefreshTokenReuseException` (replaced, and the grace period is over)
   */
  byRefreshToken(client: Client, refreshToken: string): Login;
  /** Makes a new refresh token; the old one works on for the client's grace period. */
  rotate(login: Login, refreshToken: string): string;
  /** Ends the sign-in that a refresh token belongs to; an unknown token is no error (RFC 7009). */
  revokeByRefreshToken(client: Client, refreshToken: string): void;
  revokeAll(poolId: string, sub: string): void;
}

const row = z.object({
  origin_jti: z.string(),
  sub: z.string(),
  client_id: z.string(),
  auth_time: z.number(),
  expires_at: z.number(),
  revoked: z.number(),
  replaced_at: z.number().nullable(),
});

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export function makeLogins(world: World): Logins {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS cognito_logins (
    origin_jti TEXT PRIMARY KEY, pool_id TEXT NOT NULL, sub TEXT NOT NULL, client_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS cognito_logins_by_user ON cognito_logins (pool_id, sub);
  CREATE TABLE IF NOT EXISTS cognito_refresh_tokens (
    hash TEXT PRIMARY KEY, origin_jti TEXT NOT NULL, replaced_at INTEGER)`);
  const insertLogin = db.prepare(`INSERT INTO cognito_logins
    (origin_jti, pool_id, sub, client_id, auth_time, expires_at) VALUES (?, ?, ?, ?, ?, ?)`);
  const insertToken = db.prepare('INSERT INTO cognito_refresh_tokens (hash, origin_jti) VALUES (?, ?)');
  const replaced = db.prepare(
    'UPDATE cognito_refresh_tokens SET replaced_at = ? WHERE hash = ? AND replaced_at IS NULL',
  );
  const open = db.prepare('SELECT 1 FROM cognito_logins WHERE origin_jti = ? AND revoked = 0');
  const select = db.prepare(
    'SELECT l.*, t.replaced_at FROM cognito_refresh_tokens t JOIN cognito_logins l USING (origin_jti) WHERE t.hash = ?',
  );
  const revokeOne = db.prepare(`UPDATE cognito_logins SET revoked = 1
    WHERE client_id = ? AND origin_jti = (SELECT origin_jti FROM cognito_refresh_tokens WHERE hash = ?)`);
  const revokeUser = db.prepare('UPDATE cognito_logins SET revoked = 1 WHERE pool_id = ? AND sub = ?');

  function addToken(originJti: string): string {
    const token = randomBytes(192).toString('base64url');
    insertToken.run(hashOf(token), originJti);
    return token;
  }

  return {
    open({ id: clientId, pool }, sub, lifetimeSeconds) {
      const authTime = world.now();
      const login: Login = {
        originJti: randomUUID(),
        sub,
        clientId,
        authTime,
        expiresAt: authTime + lifetimeSeconds * 1000,
        revoked: false,
      };
      insertLogin.run(login.originJti, pool.id, sub, clientId, authTime, login.expiresAt);
      return { login, refreshToken: addToken(login.originJti) };
    },
    isOpen: (originJti) => open.get(originJti) !== undefined,
    byRefreshToken({ id, properties }, refreshToken) {
      const found = select.get(hashOf(refreshToken));
      const refuse = (message: string): AwsError => new AwsError('NotAuthorizedException', message);
      if (!found) throw refuse('Invalid Refresh Token');
      const token = row.parse(found);
      if (token.client_id !== id) throw refuse('Invalid Refresh Token');
      if (token.revoked) throw refuse('Refresh Token has been revoked');
      if (token.expires_at <= world.now()) throw refuse('Refresh Token has expired');
      const graceMs = (properties.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;
      if (token.replaced_at !== null && world.now() >= token.replaced_at + graceMs) {
        throw new AwsError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation.');
      }
      return {
        originJti: token.origin_jti,
        sub: token.sub,
        clientId: id,
        authTime: token.auth_time,
        expiresAt: token.expires_at,
        revoked: false,
      };
    },
    rotate(login, refreshToken) {
      const next = addToken(login.originJti);
      replaced.run(world.now(), hashOf(refreshToken));
      return next;
    },
    revokeByRefreshToken: ({ id }, refreshToken) => void revokeOne.run(id, hashOf(refreshToken)),
    revokeAll: (poolId, sub) => void revokeUser.run(poolId, sub),
  };
}
