import type { DomainEvent, Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError, LeavingError, ProfileNotReadyError, UserNotFoundError } from './errors.ts';
import type { Follow } from './follow.ts';
import type { FollowRepository, UserRepository } from './ports.ts';
import { isShown, type User } from './user.ts';

export interface FollowDeps {
  users: UserRepository;
  follows: FollowRepository;
  clock: Clock;
  newId: () => string;
}

export interface FollowCommand {
  followerId: string;
  /** Of the person to follow, or no longer to. */
  handle: string;
  trace: Trace;
}

/** @throws UserNotFoundError · LeavingError · ProfileNotReadyError when the caller has no profile yet */
export async function findBoth(users: UserRepository, { followerId, handle }: FollowCommand) {
  const [follower, followee] = await Promise.all([users.find(followerId), users.findByHandle(handle)]);
  if (!isShown(followee)) throw new UserNotFoundError();
  if (!follower) throw new ProfileNotReadyError();
  if (follower.leavingUntil !== undefined) throw new LeavingError();
  return { follower, followee };
}

/** Brings a pair into a state; does nothing when it is in it. Each change is the pair's next version. */
export async function changeFollow(
  { follows, clock }: FollowDeps,
  { follower, followee, active }: { follower: User; followee: User; active: boolean },
  eventOf: (after: Follow) => DomainEvent,
): Promise<void> {
  const pair = { followerId: follower.id, followeeId: followee.id };
  await retryOnConflict(ConcurrentChangeError, async () => {
    const before = await follows.find(pair);
    if ((before?.active ?? false) === active) return;
    const after = { ...pair, active, changedAt: clock().toISOString(), version: (before?.version ?? 0) + 1 };
    await follows.save(before, after, [eventOf(after)]);
  });
}
