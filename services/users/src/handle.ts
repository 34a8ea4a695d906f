import { handleField } from '@shutterbus/contracts/fields';

/** Names that could pass for the house itself. */
const reserved = new Set([
  'admin',
  'administrator',
  'help',
  'moderator',
  'root',
  'security',
  'shutterbus',
  'support',
]);

export const isReserved = (handle: string): boolean => reserved.has(handle);

const maximumLength = 20;

/**
 * A handle near the one wished for. An unusable wish gives one that begins with `user`.
 * @param mark letters and digits that make it different, at most 10; their case does not matter
 */
export function handleNear(wished: string | undefined, mark: string): string {
  const suffix = `-${mark.toLowerCase()}`;
  const base =
    wished !== undefined && handleField.safeParse(wished).success && !isReserved(wished) ? wished : 'user';
  return base.slice(0, maximumLength - suffix.length).replace(/-+$/, '') + suffix;
}

/** Somebody who changes it more often is hard to know again. */
const changesApartDays = 30;

/** @returns when a handle that was changed then can be changed again; undefined when it never was */
export const nextHandleChange = (changedAt: string | undefined): Date | undefined =>
  changedAt === undefined ? undefined : new Date(Date.parse(changedAt) + changesApartDays * 86_400_000);
