import type { Clock } from '@shutterbus/lambda/clock';
import type { SignUps } from '../ports.ts';
import { ageMinutes, heldForMinutes } from '../sign-up-age.ts';

/**
 * Lets go of an address that somebody signed up with a quarter of an hour ago or earlier and never confirmed, so that
 * whoever has its mailbox can sign up. Does nothing for any other address, and says nothing of what it did.
 *
 * The account goes by the id that was read: one that took its place meanwhile stays. Whoever enters the right code between
 * the reading and the removing loses the account that moment; a few milliseconds, and Cognito has no condition to exclude them.
 */
export function makeReleaseAddress({ signUps, clock }: { signUps: Omit<SignUps, 'list'>; clock: Clock }) {
  return async ({ email }: { email: string }): Promise<void> => {
    const found = await signUps.find(email);
    if (found && ageMinutes(found, clock()) >= heldForMinutes) await signUps.remove(found.userId);
  };
}
