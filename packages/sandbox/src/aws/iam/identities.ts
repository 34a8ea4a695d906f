import { randomBytes } from 'node:crypto';
import type { Caller } from '../../core/edge.ts';
import type { CredentialIssuer, Credentials } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';

/** Somebody who may sign requests. */
export interface Identity {
  secretAccessKey: string;
  /** Absent for the developer's long-lived key. */
  sessionToken?: string;
  revoked: boolean;
  caller: Caller;
}

export interface Identities extends CredentialIssuer {
  find(accessKeyId: string): Identity | undefined;
}

/** The developer's key: fixed, so that a shell keeps working from one start to the next. */
export const developerCredentials = {
  accessKeyId: 'AKIASANDBOXDEVELOPER',
  secretAccessKey: 'sandbox-developer-secret-access-key-0000',
} as const;

/** How long a session is kept: the longest that a role's credentials live in AWS, and a URL presigned with them. */
const sessionLifetimeMs = 12 * 3600 * 1000;

/**
 * Access keys and who they belong to. Sessions are stored, so that a URL that a function presigned works after a
 * restart as it does in AWS after the function's environment is gone.
 */
export function makeIdentities({ db, accountId, now }: Pick<World, 'db' | 'accountId' | 'now'>): Identities {
  db.exec(`CREATE TABLE IF NOT EXISTS iam_sessions (
    access_key_id TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, role_arn TEXT NOT NULL,
    session TEXT NOT NULL, issued_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0) STRICT`);
  db.prepare('DELETE FROM iam_sessions WHERE issued_at < ?').run(now() - sessionLifetimeMs);
  const insert = db.prepare('INSERT INTO iam_sessions VALUES (?, ?, ?, ?, ?, ?, 0)');
  const select = db.prepare('SELECT * FROM iam_sessions WHERE access_key_id = ?');
  const setRevoked = db.prepare('UPDATE iam_sessions SET revoked = 1 WHERE access_key_id = ?');
  const known = new Map<string, Identity>();
  known.set(developerCredentials.accessKeyId, {
    secretAccessKey: developerCredentials.secretAccessKey,
    revoked: false,
    caller: {
      arn: `arn:aws:iam::${accountId}:user/developer`,
      accessKeyId: developerCredentials.accessKeyId,
    },
  });

  function identity(credentials: Credentials, roleArn: string, session: string, revoked: boolean): Identity {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const role = roleArn.replace(/^.*:role\//, '').replace(/^.*\//, '');
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`;
    return { secretAccessKey, sessionToken, revoked, caller: { arn, accessKeyId, roleArn } };
  }

  return {
    find(accessKeyId) {
      const cached = known.get(accessKeyId);
      if (cached) return cached;
      const row = select.get(accessKeyId);
      if (!row) return undefined;
      const credentials = {
        accessKeyId,
        secretAccessKey: String(row.secret),
        sessionToken: String(row.token),
      };
      const found = identity(credentials, String(row.role_arn), String(row.session), row.revoked === 1);
      known.set(accessKeyId, found);
      return found;
    },
    assume(roleArn, session) {
      const credentials: Credentials = {
        accessKeyId: `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(48).toString('base64'),
      };
      insert.run(
        credentials.accessKeyId,
        credentials.secretAccessKey,
        credentials.sessionToken,
        roleArn,
        session,
        now(),
      );
      known.set(credentials.accessKeyId, identity(credentials, roleArn, session, false));
      return credentials;
    },
    revoke(accessKeyId) {
      setRevoked.run(accessKeyId);
      const found = known.get(accessKeyId);
      if (found) found.revoked = true;
    },
  };
}
