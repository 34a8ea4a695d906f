import { lengthOf } from './text-rules.ts';

/** Tags are said in a photo's own words, `#snow` in its title or description. Without zod, so that the web app can use it as well. */

/** More words than these say nothing about a photo; what stands behind them is text. */
export const tagsAtMost = 10;
export const tagMaxLength = 30;

/** Not within a word or an address (`a#b`, `/page#part`, `&#39;`). */
const marked = /(?<![\p{L}\p{M}\p{N}_#&/])#([\p{L}\p{M}\p{N}_]+)/gu;

/** `#Snow` and `#snow` are the same tag, and so are letters that only look wider. */
export const normalTag = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Letters, digits and `_`, with at least one letter: `#1` counts something else. */
export const isTag = (text: string): boolean =>
  /^[\p{L}\p{M}\p{N}_]+$/u.test(text) &&
  /\p{L}/u.test(text) &&
  lengthOf(text) <= tagMaxLength &&
  normalTag(text) === text;

/** The tags of these texts, each once, in the order in which they are said. */
export function tagsIn(...texts: readonly string[]): string[] {
  const said = texts.flatMap((text) => [...text.matchAll(marked)].map(([, word = '']) => normalTag(word)));
  return [...new Set(said.filter(isTag))].slice(0, tagsAtMost);
}
