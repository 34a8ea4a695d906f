import { ulidField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { ConcurrentChangeError } from '../errors.ts';
import { findPublished } from '../find-published.ts';
import type { PhotoRepository, ViewRepository } from '../ports.ts';
import { withViews } from '../views.ts';

interface Dependencies {
  photos: PhotoRepository;
  views: ViewRepository;
  clock: Clock;
}

/**
 * Counts that somebody looked at a photo, so many times. What names no photo that everybody may see is dropped: nobody has
 * checked it before. A message that is delivered twice counts twice, which no one person's message is worth preventing.
 */
export function makeCountViews({ photos, views, clock }: Dependencies) {
  return async ({ mediaId, count }: { mediaId: string; count: number }): Promise<void> => {
    if (!ulidField.safeParse(mediaId).success) return;
    await retryOnConflict(ConcurrentChangeError, async () => {
      if (!(await findPublished(photos, mediaId))) return;
      const before = await views.find(mediaId);
      const after = withViews(before, count, clock());
      if (after.total > before.total) await views.keep(mediaId, before, after);
    });
  };
}
