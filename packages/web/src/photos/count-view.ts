import { viewPhoto } from '../api/media.ts';

const counted = new Set<string>();

/** Says that somebody looks at a photo, once as long as the page stays open. A word that is lost is no loss. */
export function countView(id: string): void {
  if (counted.has(id)) return;
  counted.add(id);
  viewPhoto(id).catch(() => {});
}
