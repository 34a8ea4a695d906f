import { createHash, randomInt } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { AttemptLimits } from './attempt-limits.ts';

export type CodePurpose = 'confirm' | 'reset' | 'verify-email';

/** Six-digit codes: one per user and purpose, kept as hashes, good for one use. */
export interface Codes {
  /**
   * @param proves the address that the code goes to
   * @returns the code, to be sent and forgotten
   * @throws AwsError `LimitExceededException`
   */
  issue(poolId: string, sub: string, purpose: CodePurpose, proves: string): string;
  /**
   * Does not use the code up: {@link drop} it once what it allows is done.
   * @returns the address that the code proves
   * @throws AwsError `CodeMismatchException`, `ExpiredCodeException`, `LimitExceededException`
   */
  check(poolId: string, sub: string, purpose: CodePurpose, code: string): string;
  drop(poolId: string, sub: string, purpose: CodePurpose): void;
  dropAll(poolId: string, sub: string): void;
  /** The address that an open code proves, so that it can be sent again. */
  pending(poolId: string, sub: string, purpose: CodePurpose): string | undefined;
}

const hourMs = 3_600_000;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html (validity of codes) */
const lifetimeMs: Record<CodePurpose, number> = {
  confirm: 24 * hourMs,
  reset: hourMs,
  'verify-email': 24 * hourMs,
};

export const mismatch = (): AwsError =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
export const expired = (): AwsError =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const row = z.object({ code_hash: z.string(), expires_at: z.number(), proves: z.string() });
const hashOf = (sub: string, code: string): string =>
  createHash('sha256').update(`${sub}:${code}`).digest('hex');

export function makeCodes(world: World, limits: AttemptLimits): Codes {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS cognito_codes (
    pool_id TEXT NOT NULL, sub TEXT NOT NULL, purpose TEXT NOT NULL, code_hash TEXT NOT NULL,
    expires_at INTEGER NOT NULL, proves TEXT NOT NULL, PRIMARY KEY (pool_id, sub, purpose))`);
  const upsert = db.prepare('INSERT OR REPLACE INTO cognito_codes VALUES (?, ?, ?, ?, ?, ?)');
  const select = db.prepare('SELECT * FROM cognito_codes WHERE pool_id = ? AND sub = ? AND purpose = ?');
  const remove = db.prepare('DELETE FROM cognito_codes WHERE pool_id = ? AND sub = ? AND purpose = ?');
  const removeAll = db.prepare('DELETE FROM cognito_codes WHERE pool_id = ? AND sub = ?');

  return {
    issue(poolId, sub, purpose, proves) {
      limits.assertBelowLimit(poolId, sub, 'code');
      limits.count(poolId, sub, 'code');
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      upsert.run(poolId, sub, purpose, hashOf(sub, code), world.now() + lifetimeMs[purpose], proves);
      return code;
    },
    check(poolId, sub, purpose, code) {
      limits.assertBelowLimit(poolId, sub, 'proof');
      const found = select.get(poolId, sub, purpose);
      if (!found) throw expired();
      const { code_hash, expires_at, proves } = row.parse(found);
      if (expires_at <= world.now()) throw expired();
      if (code_hash !== hashOf(sub, code)) {
        limits.count(poolId, sub, 'proof');
        throw mismatch();
      }
      limits.clear(poolId, sub, 'proof');
      return proves;
    },
    drop: (poolId, sub, purpose) => void remove.run(poolId, sub, purpose),
    dropAll: (poolId, sub) => void removeAll.run(poolId, sub),
    pending(poolId, sub, purpose) {
      const found = select.get(poolId, sub, purpose);
      return found && row.parse(found).proves;
    },
  };
}
