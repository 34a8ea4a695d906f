import type { EventOf, Trace } from '@shutterbus/contracts/event';
import type { UserFollowed } from '@shutterbus/contracts/events/users';
import type { Notify } from '../notify.ts';
import { pairIsGone } from '../pair-is-gone.ts';
import type { FollowerRepository, PersonRepository } from '../ports.ts';
import { isToBeSeen } from '../still-to-tell.ts';

/**
 * Learns of a follower and tells the person who is followed. Somebody who leaves and comes back is announced once
 * only, so that nobody can fill another's mailbox that way. Of who is gone nothing is kept, and of who is leaving nobody is told. A follow that an unfollow has overtaken is passed over.
 */
export function makeAnnounceFollower({
  followers,
  people,
  notify,
}: {
  followers: FollowerRepository;
  people: Pick<PersonRepository, 'find'>;
  notify: Notify;
}) {
  return async (
    { detail: { metadata, data } }: EventOf<typeof UserFollowed>,
    { trace }: { trace: Trace },
  ) => {
    const { followerId, followerHandle, followerDisplayName, followeeId } = data;
    const { aggregateVersion: version, occurredAt } = metadata;
    const known = await followers.remember({ followerId, followeeId, active: true, version, occurredAt });
    if (await pairIsGone(people, data)) return followers.remove([data]);
    if (!known.active || known.version !== version) return;
    if (!isToBeSeen(await people.find(followerId))) return;
    await notify({
      userIds: [followeeId],
      facts: { kind: 'new-follower', followerId, followerHandle, followerDisplayName },
      at: known.firstFollowedAt ?? occurredAt,
      queuesMail: true,
      trace,
    });
  };
}
