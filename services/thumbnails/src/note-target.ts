import type { RenditionSetRepository } from './ports.ts';
import type { RenditionSet, TargetedSet } from './rendition-set.ts';

/**
 * Notes where objects are about to be written. A target that an earlier delivery has noted already needs no write.
 * @throws ConcurrentChangeError
 */
export async function noteTarget(
  known: RenditionSet,
  planned: TargetedSet,
  sets: RenditionSetRepository,
): Promise<TargetedSet> {
  if (known.target?.folder === planned.target.folder) return { ...planned, revision: known.revision };
  const { revision } = await sets.save(planned, []);
  return { ...planned, revision };
}
