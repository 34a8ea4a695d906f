import { randomBytes } from 'node:crypto';
import type { CredentialIssuer, Credentials } from '../../core/ports.ts';
import { roleSession, type Signer } from '../../core/principal.ts';
import type { World } from '../../core/world.ts';

/** Somebody who may sign requests. */
export interface Identity {
  secretAccessKey: string;
  /** Absent for the developer's long-lived key. */
  sessionToken?: string;
  caller: Signer;
  /** The environment has ended: it calls nobody any more, but links that it made are still good. */
  revoked: boolean;
  /** When what it has signed ends as well; infinite for the developer, and while an environment lives. */
  endsAtMs: number;
}

export interface Identities extends CredentialIssuer {
  /** The developer's key: drawn once for each state folder, so that a shell keeps working from one start to the next. */
  developerKey: { accessKeyId: string; secretAccessKey: string };
  developer: Signer;
  /** Gives nothing for a key that was never issued, and for one of a role that is gone. */
  find(accessKeyId: string): Identity | undefined;
}

/** What sessions ask of the roles. The id tells a role from a later one of the same name; absent when it is not the template's. */
export interface RoleIds {
  idOf(roleArn: string): string | undefined;
  isGone(roleArn: string, id: string): boolean;
}

/** How long links outlive the environment that signed them: as long as the longest session of a role in AWS. */
const linkLifetimeMs = 12 * 3600 * 1000;

/**
 * Access keys and who they belong to. Sessions are stored, so that a URL that a function presigned works after a
 * restart, as it does in AWS after the function's environment is gone (docs/decisions/0019-links-and-sessions.md).
 */
export function makeIdentities(
  { db, accountId, now, access }: Pick<World, 'db' | 'accountId' | 'now' | 'access'>,
  roles: RoleIds,
): Identities {
  db.exec(`CREATE TABLE IF NOT EXISTS iam_session (
      access_key_id TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, session TEXT NOT NULL,
      role_arn TEXT NOT NULL, role_id TEXT, revoked INTEGER NOT NULL, ends_at INTEGER) STRICT`);
  // No environment has outlived the process that ran it.
  db.prepare('UPDATE iam_session SET revoked = 1, ends_at = ? WHERE ends_at IS NULL').run(
    now() + linkLifetimeMs,
  );
  db.prepare('DELETE FROM iam_session WHERE ends_at < ?').run(now());
  const insert = db.prepare('INSERT INTO iam_session VALUES (?, ?, ?, ?, ?, ?, 0, ?)');
  const select = db.prepare('SELECT * FROM iam_session WHERE access_key_id = ?');
  const end = db.prepare('UPDATE iam_session SET revoked = 1, ends_at = ? WHERE access_key_id = ?');

  /** Those that call: each environment makes many calls, and a link is used now and then. */
  const living = new Map<string, Identity & { roleId?: string | undefined }>();
  const developerKey = keptDeveloperKey(db);
  const developer: Identity = {
    secretAccessKey: developerKey.secretAccessKey,
    revoked: false,
    endsAtMs: Number.POSITIVE_INFINITY,
    caller: {
      kind: 'user',
      arn: `arn:aws:iam::${accountId}:user/developer`,
      accessKeyId: developerKey.accessKeyId,
    },
  };

  const callerOf = (accessKeyId: string, roleArn: string, session: string): Signer => ({
    ...roleSession(roleArn, session),
    accessKeyId,
  });

  function stored(accessKeyId: string): (Identity & { roleId?: string | undefined }) | undefined {
    const row = select.get(accessKeyId);
    if (!row) return undefined;
    return {
      secretAccessKey: String(row.secret),
      sessionToken: String(row.token),
      caller: callerOf(accessKeyId, String(row.role_arn), String(row.session)),
      roleId: row.role_id === null ? undefined : String(row.role_id),
      revoked: row.revoked === 1,
      endsAtMs: row.ends_at === null ? Number.POSITIVE_INFINITY : Number(row.ends_at),
    };
  }

  return {
    developerKey,
    developer: developer.caller,
    find(accessKeyId) {
      if (accessKeyId === developerKey.accessKeyId) return developer;
      const found = living.get(accessKeyId) ?? stored(accessKeyId);
      if (found?.caller.kind !== 'role' || found.roleId === undefined) return found;
      return roles.isGone(found.caller.roleArn, found.roleId) ? undefined : found;
    },
    assume(caller, roleArn, session, seconds) {
      access.check(caller, 'sts:AssumeRole', roleArn);
      const credentials: Credentials = {
        accessKeyId: newAccessKeyId('ASIA'),
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(48).toString('base64'),
      };
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      const roleId = roles.idOf(roleArn);
      const endsAtMs = seconds === undefined ? null : now() + seconds * 1000;
      insert.run(accessKeyId, secretAccessKey, sessionToken, session, roleArn, roleId ?? null, endsAtMs);
      if (endsAtMs === null) {
        living.set(accessKeyId, {
          ...{ secretAccessKey, sessionToken, roleId, revoked: false, endsAtMs: Number.POSITIVE_INFINITY },
          caller: callerOf(accessKeyId, roleArn, session),
        });
      }
      return credentials;
    },
    revoke(accessKeyId) {
      living.delete(accessKeyId);
      end.run(now() + linkLifetimeMs, accessKeyId);
    },
  };
}

function keptDeveloperKey(db: World['db']): Identities['developerKey'] {
  db.exec(
    'CREATE TABLE IF NOT EXISTS iam_developer_key (access_key_id TEXT NOT NULL, secret TEXT NOT NULL) STRICT',
  );
  const kept = db.prepare('SELECT * FROM iam_developer_key').get();
  if (kept) return { accessKeyId: String(kept.access_key_id), secretAccessKey: String(kept.secret) };
  const drawn = { accessKeyId: newAccessKeyId('AKIA'), secretAccessKey: randomBytes(30).toString('base64') };
  db.prepare('INSERT INTO iam_developer_key VALUES (?, ?)').run(drawn.accessKeyId, drawn.secretAccessKey);
  return drawn;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const newAccessKeyId = (prefix: 'AKIA' | 'ASIA'): string =>
  `${prefix}${randomBytes(8).toString('hex').toUpperCase()}`;
