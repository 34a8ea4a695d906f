import type { RenditionSetRepository, RenditionStore } from './ports.ts';
import type { RenditionSet } from './rendition-set.ts';

/**
 * Deletes the objects of every folder that is left over, then forgets the folders. A deleted photo's set keeps them
 * until it expires: a delivery that was under way may have written since.
 */
export async function emptyLeftovers(
  set: RenditionSet,
  sets: RenditionSetRepository,
  store: RenditionStore,
): Promise<void> {
  if (set.leftovers.length === 0) return;
  for (const folder of set.leftovers) await store.empty(folder);
  if (!set.deletedAt) await sets.save({ ...set, leftovers: [] }, []);
}
