import { descriptionMaxLength } from '../limits.ts';

/** The words behind what is written already; as it was where they stand there, or do not fit. */
export function withWords(description: string, words: string): string {
  const added = words.trim();
  const before = description.trimEnd();
  if (added === '' || before.includes(added)) return description;
  const both = before === '' ? added : `${before}\n${added}`;
  return both.length > descriptionMaxLength ? description : both;
}

/** What a switch for many says of them: on means all. */
export function publicHint(publicCount: number, count: number): string {
  if (publicCount === count) return 'Everybody can see them.';
  return publicCount === 0 ? 'Only you can see them.' : `${publicCount} of ${count} are public.`;
}
