import { descriptionMaxLength } from '../limits.ts';

/** Whether they stand in the text as words of their own: `#sea` does not where `#seaside` does. */
function standIn(text: string, words: string): boolean {
  const between = text.split(words);
  return between.some((after, index) => {
    const before = between[index - 1];
    return (
      before !== undefined && !/[\p{L}\p{M}\p{N}_#]$/u.test(before) && !/^[\p{L}\p{M}\p{N}_]/u.test(after)
    );
  });
}

/** The words behind what is written already; as it was where they stand there, or do not fit. */
export function withWords(description: string, words: string): string {
  const added = words.trim();
  const before = description.trimEnd();
  if (added === '' || standIn(before, added)) return description;
  const both = before === '' ? added : `${before}\n${added}`;
  return both.length > descriptionMaxLength ? description : both;
}

/** What a switch for many says of them: on means all. */
export function publicHint(publicCount: number, count: number): string {
  if (publicCount === count) return 'Everybody can see them.';
  return publicCount === 0 ? 'Only you can see them.' : `${publicCount} of ${count} are public.`;
}
