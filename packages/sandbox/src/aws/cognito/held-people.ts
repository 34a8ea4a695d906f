import { type Held, pageOf, type ReadHeld } from '../../core/held.ts';
import type { Pools } from './pools.ts';
import { attributesOf, type User, type Users } from './users.ts';

/** People of a pool in the order in which they came. What their passwords are checked by is not told. */
export const readPeople =
  (pools: Pick<Pools, 'pool'>, users: Pick<Users, 'list'>): ReadHeld =>
  (poolId, from, sought) =>
    pageOf(users.list(pools.pool(poolId)).map(heldOf), from, sought);

function heldOf(user: User): Held {
  const { username, status, enabled, createdAt, modifiedAt, passwordSetAt } = user;
  const times = { createdAt, modifiedAt, passwordSetAt };
  return {
    title: user.attributes.email ?? username,
    notes: [status, ...(enabled ? [] : ['disabled'])],
    content: {
      username,
      attributes: attributesOf(user),
      ...Object.fromEntries(Object.entries(times).map(([name, at]) => [name, new Date(at).toISOString()])),
    },
  };
}
