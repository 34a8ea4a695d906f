import { createEvent, type EventOf, type Trace } from '@shutterbus/contracts/event';
import type { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import { UserProfileUpdated } from '@shutterbus/contracts/events/users';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import type { UserRepository } from '../ports.ts';
import { publicProfileOf } from '../user.ts';

interface Dependencies {
  users: Pick<UserRepository, 'find' | 'update'>;
  clock: Clock;
  newId: () => string;
}

/**
 * Takes over what stands for a person, and tells it with the whole profile. An older word than the one that is known changes nothing, nor does
 * one about somebody who has no profile. Safe to repeat, in any order.
 */
export function makeShowAvatar({ users, clock, newId }: Dependencies) {
  return ({ detail }: EventOf<typeof AvatarChanged>, { trace }: { trace: Trace }): Promise<void> =>
    retryOnConflict(ConcurrentChangeError, async () => {
      const { userId, avatar } = detail.data;
      const { aggregateVersion: avatarVersion } = detail.metadata;
      const before = await users.find(userId);
      if (!before || (before.avatarVersion ?? 0) >= avatarVersion) return;
      const after = { ...before, avatar, avatarVersion, version: before.version + 1 };
      const event = createEvent(UserProfileUpdated, {
        ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
        ...{ aggregateId: userId, aggregateVersion: after.version },
        data: publicProfileOf(after),
      });
      await users.update(before, after, [event]);
    });
}
