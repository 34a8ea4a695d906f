import { timestampField } from '@shutterbus/contracts/fields';
import { type MyProfile, type Person, type Profile, profileShape } from '@shutterbus/contracts/routes/users';
import * as z from 'zod';

/** A person as this service keeps them. `followerCount` and `followingCount` grow without a new version. */
export const userSchema = profileShape.extend({
  /** Grows by one with each change of what the profile says; the lock of updates and the order of its events. */
  version: z.int().positive(),
  /** The entries under which search finds them, in order. Absent, or out of date, when a release before wrote the profile. */
  findableBy: z.array(z.string()).optional(),
  /** Absent while it is the first one. */
  handleChangedAt: timestampField.optional(),
  /** Absent for who stays. Others see nothing of who is leaving. */
  leavingUntil: timestampField.optional(),
});
export type User = z.infer<typeof userSchema>;
/** Somebody who is leaving. */
export type Leaver = User & { leavingUntil: string };

export function profileOf({ leavingUntil: _, ...user }: User): Profile {
  return myProfileOf(user);
}

export function myProfileOf({
  version: _,
  findableBy: __,
  handleChangedAt: ___,
  ...profile
}: User): MyProfile {
  return profile;
}

/** Whether others see anything of this person. */
export const isShown = (user: User | undefined): user is User =>
  user !== undefined && user.leavingUntil === undefined;

export function personOf({ id, handle, displayName }: User): Person {
  return { id, handle, displayName };
}
