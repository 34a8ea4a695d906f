import type { Photo } from '../api/media.ts';
import { messageOf } from '../api/problem-error.ts';

/** So many requests at once: fast, and far from what one person may ask for in a second. */
const maxParallel = 3;

export interface Outcome {
  done: Photo[];
  /** In the order in which they were given. */
  failed: { photo: Photo; reason: string }[];
}

/** Does the same with many photos. One that fails keeps none of the others from it. */
export async function forEachPhoto(
  photos: readonly Photo[],
  act: (photo: Photo) => Promise<void>,
  onProgress: (settled: number) => void = () => {},
): Promise<Outcome> {
  const reasons = new Map<string, string>();
  const rest = [...photos];
  let settled = 0;
  const work = async () => {
    for (let photo = rest.shift(); photo; photo = rest.shift()) {
      try {
        await act(photo);
      } catch (error) {
        reasons.set(photo.id, messageOf(error));
      }
      settled += 1;
      onProgress(settled);
    }
  };
  await Promise.all(Array.from({ length: maxParallel }, work));
  return {
    done: photos.filter(({ id }) => !reasons.has(id)),
    failed: photos.flatMap((photo) => {
      const reason = reasons.get(photo.id);
      return reason === undefined ? [] : [{ photo, reason }];
    }),
  };
}
