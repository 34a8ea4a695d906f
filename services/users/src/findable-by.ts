import type { User } from './user.ts';

/** Letters that are others with something to them, and that Unicode does not take apart. */
const apart: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
};

/** Text as it is compared: small letters without accents, single blanks. "Åsa  Łęcka" is "asa lecka". */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[ßæœøđðłıþ]/g, (letter) => apart[letter] ?? letter)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();

/** DynamoDB takes a sort key of 1,024 bytes; one character can be three letters, or eighteen, when it is taken apart. */
const longest = 60;

/** Folded text as it stands in a key, whether it is an entry or what somebody looks for: cut at one place, so that they meet. */
const asKey = (text: string): string => [...text].slice(0, longest).join('').trim();

/** What somebody typed, as entries can begin with it. */
export const lookedFor = (typed: string): string => asKey(folded(typed));

/** Nobody looks for a person by the ninth of their names; each is an item that is written with the profile. */
const namesAtMost = 5;

/** By which beginnings a person is found: the handle, the name, and the name from each of its further parts on. */
export function findableBy({ handle, displayName }: Pick<User, 'handle' | 'displayName'>): string[] {
  const parts = folded(displayName).split(' ');
  const names = parts.slice(0, namesAtMost).map((_, index) => parts.slice(index).join(' '));
  const entries = [handle, ...names].map(asKey);
  return [...new Set(entries)].filter((entry) => [...entry].length >= beginningLength).sort();
}

/** So many characters somebody has to type; entries lie in one partition for each such beginning. */
export const beginningLength = 2;
export const beginningOf = (text: string): string => [...text].slice(0, beginningLength).join('');
