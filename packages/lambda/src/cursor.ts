import { DomainError } from '@shutterbus/contracts/domain-error';
import * as z from 'zod';

const keySchema = z.record(z.string(), z.union([z.string(), z.number()]));
type Key = z.infer<typeof keySchema>;

/** Turns the last key of a page into the opaque `nextCursor`; undefined stays undefined. */
export function encodeCursor(key: Key | undefined): string | undefined {
  return key && Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Turns a cursor back into the key that a query starts after. A caller can forge one: a query must fix the
 * partition itself and take nothing but the position from it.
 * @throws DomainError `invalid-cursor`
 */
export function decodeCursor(cursor: string | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  try {
    return keySchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
  }
}
