import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { Attributes } from './attributes.ts';
import type { Pool } from './pools.ts';
import { makeVerifier, type Verifier } from './srp.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

export interface User {
  sub: string;
  /** The sub itself where people sign in by e-mail. */
  username: string;
  status: UserStatus;
  enabled: boolean;
  /** Without `sub`. */
  attributes: Attributes;
  password: Verifier;
  /** Milliseconds, as the two below. */
  passwordSetAt: number;
  createdAt: number;
  modifiedAt: number;
}

/** The people of all pools, in SQLite. */
export interface Users {
  /**
   * The user with this name, or with this e-mail address where the pool takes it as a name (as an alias only once it is
   * verified).
   */
  find(pool: Pool, name: string): User | undefined;
  bySub(pool: Pool, sub: string): User | undefined;
  /** @param exceptSub a user who may have it */
  emailTaken(pool: Pool, email: string, exceptSub?: string): boolean;
  /** @throws AwsError `UsernameExistsException` */
  add(
    pool: Pool,
    user: { username?: string; status: UserStatus; attributes: Attributes; password: string; sub?: string },
  ): User;
  /** Writes all of the user and marks it as modified. */
  save(pool: Pool, user: User): void;
  setPassword(pool: Pool, user: User, password: string): void;
  remove(pool: Pool, sub: string): void;
  /** In the order of creation. */
  list(pool: Pool): User[];
}

const verifier = z.object({ salt: z.string(), verifier: z.string() });
const stored = z.object({
  sub: z.string(),
  username: z.string(),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD']),
  enabled: z.boolean(),
  attributes: z.record(z.string(), z.string()),
  password: verifier,
  passwordSetAt: z.number(),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
const row = z.object({ document: z.string() });

export const isEmailName = (pool: Pool): boolean => pool.properties.UsernameAttributes.includes('email');

/** All attributes with `sub` first, as Cognito lists them. */
export const attributesOf = (user: User): Attributes => ({ sub: user.sub, ...user.attributes });

export function makeUsers(world: World): Users {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS cognito_users (
    pool_id TEXT NOT NULL, sub TEXT NOT NULL, name_key TEXT NOT NULL, email_key TEXT, created_at INTEGER NOT NULL,
    document TEXT NOT NULL, PRIMARY KEY (pool_id, sub), UNIQUE (pool_id, name_key));
  CREATE INDEX IF NOT EXISTS cognito_users_by_email ON cognito_users (pool_id, email_key)`);
  const insert = db.prepare('INSERT INTO cognito_users VALUES (?, ?, ?, ?, ?, ?)');
  const update = db.prepare(
    'UPDATE cognito_users SET email_key = ?, document = ? WHERE pool_id = ? AND sub = ?',
  );
  const drop = db.prepare('DELETE FROM cognito_users WHERE pool_id = ? AND sub = ?');
  const byName = db.prepare('SELECT document FROM cognito_users WHERE pool_id = ? AND name_key = ?');
  const bySub = db.prepare('SELECT document FROM cognito_users WHERE pool_id = ? AND sub = ?');
  const byEmail = db.prepare(
    'SELECT document FROM cognito_users WHERE pool_id = ? AND email_key = ? ORDER BY created_at',
  );
  const all = db.prepare('SELECT document FROM cognito_users WHERE pool_id = ? ORDER BY created_at, rowid');

  const fold = (pool: Pool, text: string): string =>
    pool.properties.UsernameConfiguration.CaseSensitive ? text : text.toLowerCase();
  const emailKey = (pool: Pool, { email }: Attributes): string | null => (email ? fold(pool, email) : null);
  const read = (value: unknown): User => stored.parse(JSON.parse(row.parse(value).document));
  const maybe = (value: unknown): User | undefined => (value === undefined ? undefined : read(value));
  const withEmail = (pool: Pool, email: string): User[] => byEmail.all(pool.id, fold(pool, email)).map(read);

  const users: Users = {
    find(pool, name) {
      const named = maybe(byName.get(pool.id, fold(pool, name)));
      if (named) return named;
      const found = withEmail(pool, name);
      if (isEmailName(pool)) return found[0];
      const isAlias = pool.properties.AliasAttributes.includes('email');
      return isAlias ? found.find((user) => user.attributes.email_verified === 'true') : undefined;
    },
    bySub: (pool, sub) => maybe(bySub.get(pool.id, sub)),
    emailTaken(pool, email, exceptSub) {
      const unique = isEmailName(pool);
      const alias = pool.properties.AliasAttributes.includes('email');
      return withEmail(pool, email).some(
        (user) => user.sub !== exceptSub && (unique || (alias && user.attributes.email_verified === 'true')),
      );
    },
    add(pool, { sub = randomUUID(), username = sub, status, attributes, password }) {
      const now = world.now();
      const user: User = {
        sub,
        username,
        status,
        enabled: true,
        attributes,
        password: makeVerifier(pool.shortName, username, password),
        passwordSetAt: now,
        createdAt: now,
        modifiedAt: now,
      };
      if (byName.get(pool.id, fold(pool, username)))
        throw new AwsError('UsernameExistsException', 'User already exists');
      if (isEmailName(pool) && attributes.email && users.emailTaken(pool, attributes.email)) {
        throw new AwsError('UsernameExistsException', 'An account with the given email already exists.');
      }
      const key = emailKey(pool, attributes);
      insert.run(pool.id, sub, fold(pool, username), key, now, JSON.stringify(user));
      return user;
    },
    save(pool, user) {
      user.modifiedAt = world.now();
      update.run(emailKey(pool, user.attributes), JSON.stringify(user), pool.id, user.sub);
    },
    setPassword(pool, user, password) {
      user.password = makeVerifier(pool.shortName, user.username, password);
      user.passwordSetAt = world.now();
      users.save(pool, user);
    },
    remove: (pool, sub) => void drop.run(pool.id, sub),
    list: (pool) => all.all(pool.id).map(read),
  };
  return users;
}
