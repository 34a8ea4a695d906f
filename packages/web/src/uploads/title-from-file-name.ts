import { isVisible, withoutTurns } from '@shutterbus/contracts/text-rules';
import { titleMaxLength } from '../limits.ts';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** As many whole characters, as people see them, as fit: an emoji is never cut in the middle. */
function shortened(text: string, maxLength: number): string {
  let end = 0;
  for (const { index, segment } of characters.segment(text)) {
    if (index + segment.length > maxLength) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** `IMG_2041-first_snow.JPG` → `IMG 2041 first snow`. */
export function titleFromFileName(name: string): string {
  const words = withoutTurns(name)
    .replace(/\.[a-z0-9]+$/i, '')
    .replaceAll(/[_\-\s]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim();
  const title = shortened(words, titleMaxLength).trim();
  return isVisible(title) ? title : 'Untitled';
}
