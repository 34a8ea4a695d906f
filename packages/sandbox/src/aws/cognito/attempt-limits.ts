import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';

export interface AttemptLimits {
  /** @throws AwsError `NotAuthorizedException` while sign-in is locked after wrong passwords */
  assertSignInOpen(poolId: string, subject: string): void;
  /** @throws AwsError `LimitExceededException` when the limit of this kind of attempt is used up */
  assertBelowLimit(poolId: string, subject: string, kind: AttemptKind): void;
  count(poolId: string, subject: string, kind: AttemptKind): void;
  clear(poolId: string, subject: string, kind: AttemptKind): void;
}

/** Wrong passwords at sign-in, wrong codes or old passwords, codes sent. */
export type AttemptKind = 'sign-in' | 'proof' | 'code';

/**
 * After five wrong passwords each further one locks sign-in, for a second at first, twice as long each time, a quarter
 * of an hour at most: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow-lockout.html
 * For codes AWS names no exact figures; these are within what it documents.
 */
const freePasswords = 5;
const longestLockMs = 15 * 60_000;
const limits: Record<AttemptKind, { most: number; windowMs: number }> = {
  'sign-in': { most: freePasswords, windowMs: longestLockMs },
  proof: { most: 5, windowMs: 15 * 60_000 },
  code: { most: 20, windowMs: 60 * 60_000 },
};

const row = z.object({ attempts: z.number(), first_at: z.number(), last_at: z.number() });

export function makeAttemptLimits(world: World): AttemptLimits {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS cognito_attempts (
    pool_id TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY (pool_id, subject, kind))`);
  const select = db.prepare('SELECT * FROM cognito_attempts WHERE pool_id = ? AND subject = ? AND kind = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO cognito_attempts VALUES (?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM cognito_attempts WHERE pool_id = ? AND subject = ? AND kind = ?');

  const read = (poolId: string, subject: string, kind: AttemptKind) => {
    const found = select.get(poolId, subject, kind);
    if (!found) return undefined;
    const counted = row.parse(found);
    // Passwords are forgiven a while after the last wrong one, the other limits hold per window.
    const from = kind === 'sign-in' ? counted.last_at : counted.first_at;
    return world.now() - from < limits[kind].windowMs ? counted : undefined;
  };

  return {
    assertSignInOpen(poolId, subject) {
      const counted = read(poolId, subject, 'sign-in');
      if (!counted || counted.attempts < freePasswords) return;
      const lockMs = Math.min(1000 * 2 ** (counted.attempts - freePasswords), longestLockMs);
      if (world.now() - counted.last_at < lockMs) {
        throw new AwsError('NotAuthorizedException', 'Password attempts exceeded');
      }
    },
    assertBelowLimit(poolId, subject, kind) {
      if ((read(poolId, subject, kind)?.attempts ?? 0) >= limits[kind].most) {
        throw new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
      }
    },
    count(poolId, subject, kind) {
      const now = world.now();
      const counted = read(poolId, subject, kind);
      upsert.run(poolId, subject, kind, (counted?.attempts ?? 0) + 1, counted?.first_at ?? now, now);
    },
    clear: (poolId, subject, kind) => void remove.run(poolId, subject, kind),
  };
}
