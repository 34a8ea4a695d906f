import type { Clock } from '@shutterbus/lambda/clock';
import { type Pause, retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { emptyLeftovers } from '../empty-leftovers.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionSetRepository, RenditionStore } from '../ports.ts';
import { deleted, unknownSet } from '../rendition-set.ts';

interface Dependencies {
  sets: RenditionSetRepository;
  store: RenditionStore;
  clock: Clock;
  /** Between attempts that another delivery came into. Default: a random one of a few milliseconds. */
  pause?: Pause | undefined;
}

/**
 * Removes every rendition of a deleted photo. A mark stays behind, so that an upload or a change of visibility
 * that arrives later makes nothing. Repeated, it empties the same folders again.
 */
export function makeRemoveRenditions({ sets, store, clock, pause }: Dependencies) {
  return async ({ mediaId, ownerId }: { mediaId: string; ownerId: string }): Promise<void> => {
    const remove = async (): Promise<void> => {
      const known = (await sets.find(mediaId)) ?? unknownSet(mediaId, ownerId);
      const marked = known.deletedAt ? known : await sets.save(deleted(known, clock().toISOString()), []);
      await emptyLeftovers(marked, sets, store);
    };
    await retryOnConflict(ConcurrentChangeError, remove, pause);
  };
}
