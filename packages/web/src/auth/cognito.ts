/** The only file that imports Amplify. It is loaded on demand, so that visitors of the feed do without it. */
import { Amplify } from 'aws-amplify';
import * as amplify from 'aws-amplify/auth';
import { config } from '../config.ts';

export interface Credentials {
  email: string;
  password: string;
}

export interface NewPerson extends Credentials {
  displayName: string;
  handle: string;
}

const { region, userPoolId, userPoolClientId, cognitoEndpoint } = await config();
/** Amplify finds AWS by itself, and warns in the console about every endpoint that it is given. */
const isAws = cognitoEndpoint.replace(/\/$/, '') === `https://cognito-idp.${region}.amazonaws.com`;
Amplify.configure({
  Auth: {
    Cognito: { userPoolId, userPoolClientId, ...(isAws ? {} : { userPoolEndpoint: cognitoEndpoint }) },
  },
});

/**
 * A valid access token, refreshed when needed. A refresh token works once, so only one tab refreshes at a time and
 * the others then find its result in storage.
 * @returns undefined when nobody is signed in
 */
export async function accessToken(forceRefresh = false): Promise<string | undefined> {
  const read = async () => {
    const { tokens } = await amplify.fetchAuthSession({ forceRefresh });
    return tokens?.accessToken.toString();
  };
  return 'locks' in navigator ? navigator.locks.request('shutterbus.tokens', read) : read();
}

/** @returns whether the address still has to be confirmed first */
export async function signIn({ email, password }: Credentials): Promise<'signed-in' | 'unconfirmed'> {
  // Amplify refuses a sign-in over remains of another one.
  if ((await amplify.fetchAuthSession().catch(() => undefined))?.tokens) await amplify.signOut();
  const { isSignedIn, nextStep } = await amplify.signIn({ username: email, password });
  if (isSignedIn) return 'signed-in';
  if (nextStep.signInStep === 'CONFIRM_SIGN_UP') return 'unconfirmed';
  throw new Error('This account needs a way of signing in that Shutterbus does not offer.');
}

export async function signUp({ email, password, displayName, handle }: NewPerson): Promise<void> {
  await amplify.signUp({
    username: email,
    password,
    options: { userAttributes: { email, name: displayName, 'custom:handle': handle } },
  });
}

export const confirmSignUp = async (email: string, code: string): Promise<void> => {
  await amplify.confirmSignUp({ username: email, confirmationCode: code });
};

export const resendCode = async (email: string): Promise<void> => {
  await amplify.resendSignUpCode({ username: email });
};

export const forgotPassword = async (email: string): Promise<void> => {
  await amplify.resetPassword({ username: email });
};

export const resetPassword = (email: string, code: string, newPassword: string): Promise<void> =>
  amplify.confirmResetPassword({ username: email, confirmationCode: code, newPassword });

export const changePassword = (oldPassword: string, newPassword: string): Promise<void> =>
  amplify.updatePassword({ oldPassword, newPassword });

/** @param everywhere ends the sessions on all devices */
export const signOut = (everywhere: boolean): Promise<void> => amplify.signOut({ global: everywhere });
