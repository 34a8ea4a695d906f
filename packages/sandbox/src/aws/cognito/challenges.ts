import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { World } from '../../core/world.ts';

const challenge = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('PASSWORD_VERIFIER'),
    clientId: z.string(),
    /** Null for a person who does not exist, so that nobody learns that. */
    sub: z.string().nullable(),
    username: z.string(),
    A: z.string(),
    b: z.string(),
    B: z.string(),
    verifier: z.string(),
  }),
  z.object({ name: z.literal('NEW_PASSWORD_REQUIRED'), clientId: z.string(), sub: z.string() }),
]);
export type Challenge = z.infer<typeof challenge>;

/** Sign-ins under way between two calls. */
export interface Challenges {
  /** @returns the session, Base64 */
  open(challenge: Challenge, lifetimeMs: number): string;
  /** A challenge is answered once; undefined when it is unknown, used or too old. */
  take(session: string): Challenge | undefined;
}

const row = z.object({ document: z.string(), expires_at: z.number() });

export function makeChallenges(world: World): Challenges {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS cognito_challenges (
    session TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, document TEXT NOT NULL)`);
  const insert = db.prepare('INSERT INTO cognito_challenges VALUES (?, ?, ?)');
  const remove = db.prepare(
    'DELETE FROM cognito_challenges WHERE session = ? RETURNING document, expires_at',
  );
  const sweep = db.prepare('DELETE FROM cognito_challenges WHERE expires_at < ?');

  return {
    open(opened, lifetimeMs) {
      sweep.run(world.now());
      const session = randomBytes(96).toString('base64');
      insert.run(session, world.now() + lifetimeMs, JSON.stringify(opened));
      return session;
    },
    take(session) {
      const found = remove.get(session);
      if (!found) return undefined;
      const { document, expires_at } = row.parse(found);
      return expires_at > world.now() ? challenge.parse(JSON.parse(document)) : undefined;
    },
  };
}
