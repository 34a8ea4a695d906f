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
  /** Only beside it: the way back is closed, whatever the time says. */
  beingErased: z.boolean().optional(),
  /** Of the event that the picture, or that there is none, comes from. */
  avatarVersion: z.int().positive().optional(),
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
  avatarVersion: ____,
  beingErased: _____,
  ...profile
}: User): MyProfile {
  return profile;
}

/** What everybody is told of a person, whole with each change. */
export function publicProfileOf({ id: userId, handle, displayName, bio, avatar }: User) {
  return { userId, handle, displayName, bio, avatar };
}

/** Whether others see anything of this person. */
export const isShown = (user: User | undefined): user is User =>
  user !== undefined && user.leavingUntil === undefined;

export function personOf({ id, handle, displayName, avatar }: User): Person {
  return { id, handle, displayName, avatar };
}
