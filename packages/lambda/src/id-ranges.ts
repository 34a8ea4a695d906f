import * as z from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** As many as an id can begin with; each holds about as many followers as the others, since ids are random. */
const digits = [...'0123456789abcdef'];

/**
 * The ranges of ids after one with which a first page ended: each has the id that it begins after, and the one that it ends
 * before. One that begins with the first digit is a page of a crowd; after any other, what is left is one range.
 */
export function rangesAfterId(id: string): Array<{ after: string; until?: string | undefined }> {
  if (!id.startsWith('0')) return [{ after: id }];
  return digits.map((digit, n) => ({ after: n === 0 ? id : digit, until: digits[n + 1] }));
}

const positionSchema = z.object({ id: z.string() });

/** The same of a list whose cursors are the last ids of its pages. @throws DomainError `invalid-cursor` */
export function cursorRangesAfter(
  firstCursor: string,
): Array<{ cursor: string | undefined; until?: string | undefined }> {
  const { id } = positionSchema.parse(decodeCursor(firstCursor));
  return rangesAfterId(id).map(({ after, until }) => ({ cursor: encodeCursor({ id: after }), until }));
}
