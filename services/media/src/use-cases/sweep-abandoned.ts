import type { Clock } from '@shutterbus/lambda/clock';
import { eachForItself } from '@shutterbus/lambda/each-for-itself';
import { ConcurrentChangeError } from '../errors.ts';
import { originalKey } from '../original.ts';
import { goesAt, type Photo } from '../photo.ts';
import { deletion } from '../photo-changes.ts';
import type { AbandonedPhotos, OriginalStore, PhotoRepository } from '../ports.ts';

interface Dependencies {
  abandoned: AbandonedPhotos;
  photos: Pick<PhotoRepository, 'find' | 'remove'>;
  originals: Pick<OriginalStore, 'bucket' | 'holds'>;
  clock: Clock;
  newId: () => string;
}

/** One run ends after this, well before its function does; the next goes on. */
const runSeconds = 200;

/**
 * Removes photos whose bytes never came, a day after the last permission to send them, and refused ones after thirty days, each
 * with its MediaDeleted. The quota stays: it waits for bytes no longer than five minutes, and has given back what was refused. Bytes that are
 * there and were not looked at yet are a fault of ours, and their photo waits. Safe to repeat, and beside itself.
 * @returns how many went, and how many waited though their bytes are there
 * @throws AggregateError of what single photos threw, after all others were seen to
 */
export function makeSweepAbandoned({ abandoned, photos, originals, clock, newId }: Dependencies) {
  return async (): Promise<{ removed: number; arrived: number }> => {
    const until = clock().getTime() + runSeconds * 1000;
    const causationId = newId();
    const parts = eachForItself();
    const done = { removed: 0, arrived: 0 };
    for await (const { mediaId } of abandoned.due(clock())) {
      if (clock().getTime() >= until) break;
      const outcome = await parts.run(mediaId, () => removeIfDue(mediaId, causationId));
      if (outcome) done[outcome] += 1;
    }
    parts.finish();
    return done;
  };

  async function removeIfDue(
    mediaId: string,
    causationId: string,
  ): Promise<'removed' | 'arrived' | undefined> {
    const now = clock().toISOString();
    const photo = await photos.find(mediaId);
    const end = photo && goesAt(photo);
    if (!photo || end === undefined || end > now) return undefined;
    if (photo.status === 'awaiting-upload' && (await originals.holds(originalKey(photo)))) return 'arrived';
    return (await remove(photo, now, causationId)) ? 'removed' : undefined;
  }

  /** @returns false when another was faster: it changed, or went */
  async function remove(photo: Photo, at: string, causationId: string): Promise<boolean> {
    const original = { bucket: originals.bucket, key: originalKey(photo) };
    const trace = { correlationId: photo.correlationId, causationId };
    try {
      await photos.remove(photo, deletion(photo, original, { at, trace, newId }).events);
      return true;
    } catch (error) {
      if (error instanceof ConcurrentChangeError) return false;
      throw error;
    }
  }
}
