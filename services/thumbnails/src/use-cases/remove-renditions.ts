import type { Clock } from '@shutterbus/lambda/clock';
import { emptyLeftovers } from '../empty-leftovers.ts';
import type { RenditionSetRepository, RenditionStore } from '../ports.ts';
import { deleted, unknownSet } from '../rendition-set.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';

interface Dependencies {
  sets: RenditionSetRepository;
  store: RenditionStore;
  clock: Clock;
}

/**
 * Removes every rendition of a deleted photo. A mark stays behind, so that an upload or a change of visibility
 * that arrives later makes nothing. Repeated, it empties the same folders again.
 */
export function makeRemoveRenditions({ sets, store, clock }: Dependencies) {
  return ({ mediaId, ownerId }: { mediaId: string; ownerId: string }): Promise<void> =>
    retryOnConflict(async () => {
      const known = (await sets.find(mediaId)) ?? unknownSet(mediaId, ownerId);
      const marked = known.deletedAt ? known : await sets.save(deleted(known, clock().toISOString()), []);
      await emptyLeftovers(marked, sets, store);
    });
}
