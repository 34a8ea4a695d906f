import { timestampField } from '@shutterbus/contracts/fields';
import { type Person, type Profile, profileShape } from '@shutterbus/contracts/routes/users';
import * as z from 'zod';

/** A person as this service keeps them. `followerCount` and `followingCount` grow without a new version. */
export const userSchema = profileShape.extend({
  /** Grows by one with each change of what the profile says; the lock of updates and the order of its events. */
  version: z.int().positive(),
  /** The entries under which search finds them, in order. Absent, or out of date, when a release before wrote the profile. */
  findableBy: z.array(z.string()).optional(),
  /** Absent while it is the first one. */
  handleChangedAt: timestampField.optional(),
});
export type User = z.infer<typeof userSchema>;

export function profileOf({ version: _, findableBy: __, handleChangedAt: ___, ...profile }: User): Profile {
  return profile;
}

export function personOf({ id, handle, displayName }: User): Person {
  return { id, handle, displayName };
}
