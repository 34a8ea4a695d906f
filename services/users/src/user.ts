import { type Person, type Profile, profileShape } from '@shutterbus/contracts/routes/users';
import * as z from 'zod';

/** A person as this service keeps them. `followerCount` and `followingCount` grow without a new version. */
export const userSchema = profileShape.extend({
  /** Grows by one with each change of what the profile says; the lock of updates and the order of its events. */
  version: z.int().positive(),
});
export type User = z.infer<typeof userSchema>;

export function profileOf({ version: _, ...profile }: User): Profile {
  return profile;
}

export function personOf({ id, handle, displayName }: User): Person {
  return { id, handle, displayName };
}
