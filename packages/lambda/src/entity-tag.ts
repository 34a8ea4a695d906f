import { hash } from 'node:crypto';

/**
 * Names an answer by what it says. Weak, since the same words leave in more than one coding; in 128 bits, so that no two
 * answers of one route are ever called alike.
 */
export const entityTag = (text: string): string => `W/"${hash('sha256', text, 'base64url').slice(0, 22)}"`;

/** Whether the caller has that answer. @param ifNoneMatch tags with commas between them, or `*` for whatever there is (RFC 9110, 13.1.2) */
export function isKnown(tag: string, ifNoneMatch: string): boolean {
  const bare = (one: string) => one.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((one) => bare(one) === bare(tag) || one.trim() === '*');
}
