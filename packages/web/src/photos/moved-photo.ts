import type { Photo } from '../api/media.ts';
import { pause } from '../page/backoff.ts';

/**
 * Public image files go elsewhere when they are made anew, or when the photo was hidden and shown again. The API
 * knows a moment later than the files do, and within half a minute nothing names the old ones any more.
 */
const waitsMs = [0, 1_000, 3_000, 8_000, 20_000];

const urlsOf = ({ renditions }: Photo): string => renditions.map(({ url }) => url).join();

/**
 * For a photo whose public files are gone: asks until it names others.
 * @returns undefined when it still names the same ones after half a minute
 */
export async function movedPhoto(
  photo: Photo,
  ask: (id: string) => Promise<Photo>,
  signal: AbortSignal,
  wait: typeof pause = pause,
): Promise<Photo | undefined> {
  for (const waitMs of waitsMs) {
    await wait(waitMs, signal);
    const now = await ask(photo.id);
    if (urlsOf(now) !== urlsOf(photo)) return now;
  }
  return undefined;
}
