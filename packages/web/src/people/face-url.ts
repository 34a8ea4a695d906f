import type { Photo } from '../api/media.ts';

/** As large as the service takes it: `services/media/src/avatar.ts`. */
const wantedPx = 150;

/** The rendition of a photo that a face is cut from; undefined while not everybody sees the photo. */
export function faceUrlOf({ renditions }: Pick<Photo, 'renditions'>): string | undefined {
  const sideOf = ({ widthPx, heightPx }: Photo['renditions'][number]) => Math.min(widthPx, heightPx);
  const known = renditions.filter(({ kind, url }) => url !== undefined && ['whole', 'square'].includes(kind));
  known.sort((a, b) => sideOf(a) - sideOf(b));
  return (known.find((one) => sideOf(one) >= wantedPx) ?? known.at(-1))?.url;
}
