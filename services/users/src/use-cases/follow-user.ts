import { createEvent } from '@shutterbus/contracts/event';
import { UserFollowed } from '@shutterbus/contracts/events/users';
import { changeFollow, type FollowCommand, type FollowDeps, findBoth } from '../change-follow.ts';
import { SelfFollowError } from '../errors.ts';
import { pairId } from '../follow.ts';

/** The caller follows a person from now on. Doing it again changes nothing and emits nothing. @throws SelfFollowError */
export function makeFollowUser(deps: FollowDeps) {
  return async (command: FollowCommand): Promise<void> => {
    const { follower, followee } = await findBoth(deps.users, command);
    if (follower.id === followee.id) throw new SelfFollowError();
    await changeFollow(deps, { follower, followee, active: true }, (after) =>
      createEvent(UserFollowed, {
        eventId: deps.newId(),
        occurredAt: after.changedAt,
        aggregateId: pairId(after),
        aggregateVersion: after.version,
        trace: command.trace,
        data: {
          followerId: follower.id,
          followerHandle: follower.handle,
          followerDisplayName: follower.displayName,
          followeeId: followee.id,
        },
      }),
    );
  };
}
