import { AwsError } from './aws-error.ts';

export interface Page<Item> {
  items: Item[];
  /** Where the next page begins; absent on the last one. */
  next?: string;
}

/**
 * A page of a list that is read anew for every page: the token says how many things came before it.
 * @param invalid what a token that was never given is answered with
 */
export function pageOf<Item>(
  all: readonly Item[],
  limit: number,
  token: unknown,
  invalid: AwsError = new AwsError('ValidationException', 'Token is invalid.'),
): Page<Item> {
  const from = positionOf(token, invalid);
  const to = from + limit;
  return { items: all.slice(from, to), ...(to < all.length && { next: tokenOf(to) }) };
}

export const tokenOf = (position: number): string => Buffer.from(String(position)).toString('base64url');

/** 0 without a token. @throws the given error */
export function positionOf(token: unknown, invalid: AwsError): number {
  if (token === undefined || token === null) return 0;
  const text = Buffer.from(String(token), 'base64url').toString();
  if (!/^\d{1,9}$/.test(text)) throw invalid;
  return Number(text);
}
