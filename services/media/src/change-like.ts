import type { DomainEvent, Trace } from '@shutterbus/contracts/event';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from './errors.ts';
import { type Like, likeId } from './like.ts';
import type { Photo } from './photo.ts';
import type { LikeRepository, PhotoRepository } from './ports.ts';
import { requireVisiblePhoto } from './require-visible-photo.ts';

export interface LikeDeps {
  photos: Pick<PhotoRepository, 'find'>;
  likes: LikeRepository;
  clock: Clock;
  newId: () => string;
}

export interface LikeCommand {
  mediaId: string;
  callerId: string;
  trace: Trace;
}

/** What the event of a change says of when, why and about what it is. */
export interface LikeFacts {
  eventId: string;
  occurredAt: string;
  aggregateId: string;
  aggregateVersion: number;
  trace: Trace;
}

/**
 * Begins or ends a like; nothing happens when it is so already. Whoever meets others at the photo's count tries again.
 * @param eventOf what tells of the change; throws what stands against it
 */
export function changeLike(
  { photos, likes, clock, newId }: LikeDeps,
  { mediaId, callerId: likerId, trace, active }: LikeCommand & { active: boolean },
  eventOf: (photo: Photo, facts: LikeFacts) => Promise<DomainEvent>,
): Promise<void> {
  return retryOnConflict(ConcurrentChangeError, async () => {
    const photo = await requireVisiblePhoto(photos, mediaId, likerId);
    const before = await likes.find({ mediaId, likerId });
    if ((before?.active ?? false) === active) return;
    const changedAt = clock().toISOString();
    const version = (before?.version ?? 0) + 1;
    const after: Like = { mediaId, likerId, active, changedAt, version };
    const aggregate = { aggregateId: likeId(after), aggregateVersion: version };
    const event = await eventOf(photo, { eventId: newId(), occurredAt: changedAt, ...aggregate, trace });
    await likes.save(before, after, [event]);
  });
}
