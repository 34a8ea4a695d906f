import { createEvent, type Trace } from '@shutterbus/contracts/event';
import { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { type Avatar, avatarId, avatarUrlOf } from './avatar.ts';
import { ConcurrentChangeError } from './errors.ts';
import type { Photo } from './photo.ts';
import type { AvatarRepository } from './ports.ts';

export interface AvatarDeps {
  avatars: Pick<AvatarRepository, 'find' | 'save'>;
  clock: Clock;
  newId: () => string;
}

/** What is to stand for the person: a photo as it is now, or none. `as-before` leaves everything alone. */
export type WantedAvatar = (before: Avatar | undefined) => Promise<Photo | undefined | 'as-before'>;

/**
 * Writes what stands for a person, and tells of it where others see a difference. Whoever meets another write, of the choice or of
 * the photo, looks again.
 */
export function changeAvatar(
  { avatars, clock, newId }: AvatarDeps,
  { userId, trace }: { userId: string; trace: Trace },
  wanted: WantedAvatar,
): Promise<void> {
  return retryOnConflict(ConcurrentChangeError, async () => {
    const before = await avatars.find(userId);
    const photo = await wanted(before);
    if (photo === 'as-before') return;
    const [mediaId, url] = [photo?.mediaId, photo && avatarUrlOf(photo)];
    if (before?.mediaId === mediaId && before?.url === url) return;
    const after: Avatar = { userId, mediaId, url, version: (before?.version ?? 0) + 1 };
    const event = createEvent(AvatarChanged, {
      ...{ eventId: newId(), occurredAt: clock().toISOString(), trace },
      ...{ aggregateId: avatarId(userId), aggregateVersion: after.version },
      data: { userId, avatar: mediaId !== undefined && url !== undefined ? { mediaId, url } : undefined },
    });
    await avatars.save(before, after, photo, before?.url === url ? [] : [event]);
  });
}
