import { createEvent } from '@shutterbus/contracts/event';
import { UserUnfollowed } from '@shutterbus/contracts/events/users';
import { changeFollow, type FollowCommand, type FollowDeps, findBoth } from '../change-follow.ts';
import { pairId } from '../follow.ts';

/** The caller no longer follows a person. Doing it again changes nothing and emits nothing. */
export function makeUnfollowUser(deps: FollowDeps) {
  return async (command: FollowCommand): Promise<void> => {
    const { follower, followee } = await findBoth(deps.users, command);
    await changeFollow(deps, { follower, followee, active: false }, (after) =>
      createEvent(UserUnfollowed, {
        eventId: deps.newId(),
        occurredAt: after.changedAt,
        aggregateId: pairId(after),
        aggregateVersion: after.version,
        trace: command.trace,
        data: { followerId: follower.id, followeeId: followee.id },
      }),
    );
  };
}
