import type { EventOf } from '@shutterbus/contracts/event';
import type { UserUnfollowed } from '@shutterbus/contracts/events/users';
import type { FollowerRepository } from '../ports.ts';

/** Learns that somebody no longer follows. The version stays known, so that an older follow cannot undo it. */
export function makeForgetFollower({ followers }: { followers: FollowerRepository }) {
  return async ({ detail: { metadata, data } }: EventOf<typeof UserUnfollowed>) => {
    const { aggregateVersion: version, occurredAt } = metadata;
    await followers.remember({ ...data, active: false, version, occurredAt });
  };
}
