import { getPhoto, listFeed, type Photo } from '../api/media.ts';
import { pause } from '../page/backoff.ts';

/**
 * Public image files go elsewhere when they are made anew, or when the photo was hidden and shown again. The API
 * knows a moment later than the files do, and within half a minute nothing names the old ones any more.
 */
const waitsMs = [0, 1_000, 3_000, 8_000, 20_000];

const urlsOf = ({ renditions }: Photo): string => renditions.map(({ url }) => url).join();

/** The photo as everybody sees it: by its id for who is signed in, else among the latest of its owner. */
export async function askForPhoto({ id, owner }: Photo, signedIn: boolean): Promise<Photo | undefined> {
  if (signedIn) return getPhoto(id);
  const { items } = await listFeed({ owner: owner.handle, limit: 50 });
  return items.find((candidate) => candidate.id === id);
}

/**
 * For a photo whose public files are gone: asks until it names others.
 * @returns undefined when it still names the same ones after half a minute, or nobody may see it any more
 */
export async function movedPhoto(
  photo: Photo,
  ask: (photo: Photo) => Promise<Photo | undefined>,
  signal: AbortSignal,
  wait: typeof pause = pause,
): Promise<Photo | undefined> {
  for (const waitMs of waitsMs) {
    await wait(waitMs, signal);
    const now = await ask(photo);
    if (!now || urlsOf(now) !== urlsOf(photo)) return now;
  }
  return undefined;
}
