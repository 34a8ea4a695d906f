import type { Credentials } from './cognito.ts';

/**
 * The credentials between "join" and "confirm", so that confirming signs in. In memory only: after a reload the person
 * signs in by hand.
 */
let pending: Credentials | undefined;

export const pendingSignUp = {
  get: (): Credentials | undefined => pending,
  set: (credentials: Credentials | undefined): void => {
    pending = credentials;
  },
};
