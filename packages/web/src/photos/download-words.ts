import type { Download } from '../api/downloads.ts';
import { fileSize, plural } from '../format/sizes.ts';

/** `3 photos, 12.4 MB`. */
export const contentOf = ({ photos, sizeBytes }: Pick<Download, 'photos' | 'sizeBytes'>): string =>
  `${plural(photos, 'photo')}, ${fileSize(sizeBytes)}`;

/** As in `Monday, 6:20 PM`: it is a day away at most. */
const timeOf = (at: string): string =>
  new Date(at).toLocaleString('en', { weekday: 'long', hour: 'numeric', minute: '2-digit' });

/** How it stands, in a sentence. */
export function stateOf(download: Download): string {
  const { status, photos, until } = download;
  if (status === 'packing')
    return photos === 0
      ? 'Your photos are being packed.'
      : `Your photos are being packed: ${contentOf(download)} so far.`;
  if (status === 'ready' && until) return `${contentOf(download)}, ready until ${timeOf(until)}.`;
  if (status === 'expired') return 'Its time is over, and its files are gone.';
  return 'These photos could not be packed. Ask for them again.';
}
