import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Avatar } from '../avatar.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { Photo } from '../photo.ts';
import type { AvatarRepository } from '../ports.ts';

/** What stands for people, in memory, for tests; `events` is what went out with it, in order. */
export function memoryAvatars(
  findPhoto: (mediaId: string) => Promise<Photo | undefined>,
): AvatarRepository & { events: DomainEvent[] } {
  const avatars = new Map<string, Avatar>();
  const events: DomainEvent[] = [];
  return {
    events,
    find: async (userId) => avatars.get(userId),
    async save(before, after, photo, caused) {
      const unchanged = photo === undefined || (await findPhoto(photo.mediaId))?.version === photo.version;
      if (!unchanged || avatars.get(after.userId)?.version !== before?.version)
        throw new ConcurrentChangeError();
      avatars.set(after.userId, after);
      events.push(...caused);
    },
    remove: async (userId) => void avatars.delete(userId),
  };
}
