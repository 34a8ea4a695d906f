import type { Photo } from '../api/media.ts';
import { type Reason, reasonOf } from '../api/problem-error.ts';

/** So many requests at once: fast, and far from what one person may ask for in a second. */
const maxParallel = 3;

export interface Outcome {
  done: Photo[];
  /** In the order in which they were given. */
  failed: { photo: Photo; reason: Reason }[];
}

/**
 * Does the same with many photos. One that fails keeps none of the others from it. Once the signal is aborted none is
 * begun: those that were not are neither done nor failed.
 */
export async function forEachPhoto(
  photos: readonly Photo[],
  act: (photo: Photo) => Promise<void>,
  { onProgress, signal }: { onProgress?(settled: number): void; signal?: AbortSignal | undefined } = {},
): Promise<Outcome> {
  const done = new Set<string>();
  const reasons = new Map<string, Reason>();
  const rest = [...photos];
  const work = async () => {
    for (let photo = rest.shift(); photo && !signal?.aborted; photo = rest.shift()) {
      try {
        await act(photo);
        done.add(photo.id);
      } catch (error) {
        reasons.set(photo.id, reasonOf(error));
      }
      onProgress?.(done.size + reasons.size);
    }
  };
  await Promise.all(Array.from({ length: maxParallel }, work));
  return {
    done: photos.filter(({ id }) => done.has(id)),
    failed: photos.flatMap((photo) => {
      const reason = reasons.get(photo.id);
      return reason === undefined ? [] : [{ photo, reason }];
    }),
  };
}
