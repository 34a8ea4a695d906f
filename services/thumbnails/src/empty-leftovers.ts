import type { RenditionSetRepository, RenditionStore } from './ports.ts';
import type { RenditionSet } from './rendition-set.ts';

/** More changes of visibility than fit into the life of one delivery. */
const rememberedFolders = 20;

/**
 * Deletes the objects of every folder that is left over, and remembers the folders as emptied. A deleted photo's set
 * keeps them as they are until it expires, and says when it is through that nothing is left.
 */
export async function emptyLeftovers(
  set: RenditionSet,
  sets: RenditionSetRepository,
  store: RenditionStore,
): Promise<void> {
  if (set.leftovers.length === 0) return;
  for (const folder of set.leftovers) await store.empty(folder);
  if (set.deletedAt) {
    if (!set.erased) await sets.save({ ...set, erased: true }, []);
    return;
  }
  const emptied = [...set.emptied, ...set.leftovers].slice(-rememberedFolders);
  await sets.save({ ...set, leftovers: [], emptied }, []);
}

/**
 * For a delivery that finds everything done: one before it may have died after writing into a folder that another
 * had emptied already, so it empties the remembered folders again. Whoever dies is delivered again and comes here.
 */
export async function emptyAgain(
  set: RenditionSet,
  sets: RenditionSetRepository,
  store: RenditionStore,
): Promise<void> {
  for (const folder of set.emptied) await store.empty(folder);
  await emptyLeftovers(set, sets, store);
}

/** For a delivery that wrote into a folder and lost its write: when others have gone elsewhere, what it wrote goes. */
export async function emptyAbandoned(
  written: string | undefined,
  { place, target }: RenditionSet,
  store: RenditionStore,
): Promise<void> {
  const isInUse = written === place?.folder || written === target?.folder;
  if (written !== undefined && !isInUse) await store.empty(written);
}
