import type { SignUp } from './ports.ts';

/** For how long nobody else can sign up with the address: time to fetch the code from the mail. */
export const heldForMinutes = 15;
/** After this, a sign-up goes by itself; its code is good for as long. */
export const keptForHours = 24;

export const ageMinutes = ({ signedUpAt }: SignUp, now: Date): number =>
  (now.getTime() - signedUpAt.getTime()) / 60_000;
