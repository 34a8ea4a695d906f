import { extensionOf } from './original-file-name.ts';
import type { Photo } from './photo.ts';

/** Windows takes 260 characters for a whole path. */
const titleAtMost = 80;

/**
 * Names inside a zip file, unlike one another also where capitals do not count: day, title, and a number where the same was there
 * before. Letters of every script stay; what a file system does not take, or what would lead out of the folder, goes, so that no title
 * has the brackets of a number. The part is the folder: two parts unpacked at one place lose nothing.
 */
export function packedNames(
  part: number,
): (photo: Pick<Photo, 'title' | 'contentType' | 'createdAt'>) => string {
  const counts = new Map<string, number>();
  return ({ title, contentType, createdAt }) => {
    const words = title
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim();
    const cut = [...words].slice(0, titleAtMost).join('').trim();
    const name = `${createdAt.slice(0, 10)} ${cut || 'photo'}`;
    const count = (counts.get(name.toLowerCase()) ?? 0) + 1;
    counts.set(name.toLowerCase(), count);
    return `photos-${part}/${name}${count === 1 ? '' : ` (${count})`}.${extensionOf(contentType)}`;
  };
}
