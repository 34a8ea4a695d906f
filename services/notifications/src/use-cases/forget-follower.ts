import type { EventOf } from '@shutterbus/contracts/event';
import type { UserUnfollowed } from '@shutterbus/contracts/events/users';
import { pairIsGone } from '../pair-is-gone.ts';
import type { FollowerRepository, PersonRepository } from '../ports.ts';

interface Dependencies {
  followers: FollowerRepository;
  people: Pick<PersonRepository, 'find'>;
}

/** Learns that somebody no longer follows. The version stays known, so that an older follow cannot undo it; of who is gone nothing is kept. */
export function makeForgetFollower({ followers, people }: Dependencies) {
  return async ({ detail: { metadata, data } }: EventOf<typeof UserUnfollowed>) => {
    const { aggregateVersion: version, occurredAt } = metadata;
    await followers.remember({ ...data, active: false, version, occurredAt });
    if (await pairIsGone(people, data)) await followers.remove([data]);
  };
}
