/** The only file that imports Amplify. It is loaded on demand, so that visitors of the feed do without it. */
import { Amplify } from 'aws-amplify';
import * as amplify from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { releaseAddress } from '../api/account.ts';
import { ProblemError } from '../api/problem-error.ts';
import { endSessions, noteSession } from '../api/sessions.ts';
import { config } from '../config.ts';
import { backoff, pause } from '../page/backoff.ts';
import { stored } from '../page/stored.ts';

export interface Credentials {
  email: string;
  password: string;
}

export interface NewPerson extends Credentials {
  displayName: string;
  handle: string;
}

const { region, userPoolId, userPoolClientId, cognitoEndpoint } = await config();
/** Amplify finds AWS by itself. */
const isAws = cognitoEndpoint.replace(/\/$/, '') === `https://cognito-idp.${region}.amazonaws.com`;
// It warns of every endpoint that it is given, at each load of the page: this one is meant. Its other warnings stay.
// https://docs.amplify.aws/react/build-a-backend/utilities/console-logger/
const level = ConsoleLogger.LOG_LEVEL;
ConsoleLogger.LOG_LEVEL = 'ERROR';
Amplify.configure({
  Auth: {
    Cognito: { userPoolId, userPoolClientId, ...(isAws ? {} : { userPoolEndpoint: cognitoEndpoint }) },
  },
});
ConsoleLogger.LOG_LEVEL = level;

/** One tab at a time may change the tokens that all tabs keep. */
const holdingTokens = <Result>(work: () => Promise<Result>): Promise<Result> =>
  'locks' in navigator ? navigator.locks.request('shutterbus.tokens', work) : work();

/**
 * A valid access token, refreshed when needed. A refresh token works once, so only one tab refreshes at a time and
 * the others then find its result in storage.
 * @returns undefined when nobody is signed in
 */
export const accessToken = (forceRefresh = false): Promise<string | undefined> =>
  holdingTokens(async () => {
    const { tokens } = await amplify.fetchAuthSession({ forceRefresh });
    return tokens?.accessToken.toString();
  });

/** @returns whether the address still has to be confirmed first */
export async function signIn({ email, password }: Credentials): Promise<'signed-in' | 'unconfirmed'> {
  // Amplify refuses a sign-in over remains of another one.
  if ((await amplify.fetchAuthSession().catch(() => undefined))?.tokens) await amplify.signOut();
  const { isSignedIn, nextStep } = await amplify.signIn({ username: email, password });
  if (isSignedIn) {
    noted.set(undefined);
    return 'signed-in';
  }
  if (nextStep.signInStep === 'CONFIRM_SIGN_UP') return 'unconfirmed';
  throw new Error('This account needs a way of signing in that Shutterbus does not offer.');
}

/**
 * An address that somebody else signed up with and never confirmed is let go after a while, and then is free.
 * @throws Error `UsernameExistsException` when there is an account, or a sign-up of the last quarter of an hour
 */
export async function signUp(person: NewPerson): Promise<void> {
  try {
    await register(person);
  } catch (error) {
    if (!isNamed(error, 'UsernameExistsException')) throw error;
    await releaseAddress({ email: person.email });
    await register(person);
  }
}

async function register({ email, password, displayName, handle }: NewPerson): Promise<void> {
  await amplify.signUp({
    username: email,
    password,
    options: { userAttributes: { name: displayName, 'custom:handle': handle } },
  });
}

const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof Error && names.includes(error.name);

export const confirmSignUp = async (email: string, code: string): Promise<void> => {
  await amplify.confirmSignUp({ username: email, confirmationCode: code });
};

export const resendCode = async (email: string): Promise<void> => {
  await amplify.resendSignUpCode({ username: email });
};

/**
 * Sends a code to whoever forgot the password. Cognito sends none, and says nothing, where the address was never confirmed:
 * such an account gets a new code for confirming, which `resetPassword` takes as well.
 * @returns whether the code may be one for confirming; also for an address without an account, which Cognito hides
 */
export async function forgotPassword(email: string): Promise<'for-password' | 'perhaps-for-confirming'> {
  await amplify.resetPassword({ username: email });
  try {
    await resendCode(email);
  } catch (error) {
    // "User is already confirmed."
    if (isNamed(error, 'InvalidParameterException')) return 'for-password';
    // The last code that was sent still holds.
    if (!isNamed(error, 'LimitExceededException')) throw error;
  }
  return 'perhaps-for-confirming';
}

/**
 * @param perhapsForConfirming the code may prove the address only; then a second one for the password is sent
 * @returns what the code was good for
 */
export async function resetPassword(
  { email, password }: Credentials,
  code: string,
  perhapsForConfirming: boolean,
): Promise<'changed' | 'confirmed'> {
  try {
    await amplify.confirmResetPassword({ username: email, confirmationCode: code, newPassword: password });
    return 'changed';
  } catch (error) {
    if (!perhapsForConfirming || !isNamed(error, 'CodeMismatchException', 'ExpiredCodeException'))
      throw error;
    // What is wrong with the code is better said by the first refusal than by this one.
    await confirmSignUp(email, code).catch(() => Promise.reject(error));
    await amplify.resetPassword({ username: email });
    return 'confirmed';
  }
}

/**
 * Replaces the password and ends every session but this one: nobody who knew the old password stays in. Cognito has no
 * trigger for it, so the app does it itself, by leaving everywhere and coming back.
 * @throws Error `SessionsLeftOpenError` when the password is replaced and the sessions could not be ended
 */
export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  const { username } = await amplify.getCurrentUser();
  await amplify.updatePassword({ oldPassword, newPassword });
  const token = await accessToken();
  await holdingTokens(async () => {
    try {
      await endAllSessions(token);
    } catch (cause) {
      throw Object.assign(new Error('left open', { cause }), { name: 'SessionsLeftOpenError' });
    }
    await amplify.signOut();
    await amplify.signIn({ username, password: newPassword });
  });
  noted.set(undefined);
  await noteToday();
}

/**
 * Ends every session but this one. The password is changed into itself, by which Cognito looks whether it is right, before
 * anything ends.
 * @throws Error as `changePassword`
 */
export const signOutOthers = (password: string): Promise<void> => changePassword(password, password);

/** Where mails go, as the user pool has it now. */
export const currentAddress = async (): Promise<string | undefined> =>
  (await amplify.fetchUserAttributes()).email;

/** @param everywhere ends the sessions on all devices */
export async function signOut(everywhere: boolean): Promise<void> {
  if (everywhere) await endAllSessions(await accessToken());
  else await takeOffList().catch(() => undefined);
  await amplify.signOut();
}

/** Unless it is told, the list of sessions holds this one until it would have ended by itself. */
async function takeOffList(): Promise<void> {
  const token = await accessToken();
  if (token) await endSessions('this', token);
}

const noted = stored('shutterbus.session-noted');

/** Notes this session in the list, once a day. Never throws: the list can do without. */
export async function noteToday(): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  if (noted.get() === today) return;
  await noteSession().then(
    () => noted.set(today),
    () => undefined,
  );
}

const attempts = 3;

/** By our API, so that the list of sessions knows of it. @throws ProblemError */
async function endAllSessions(token: string | undefined): Promise<void> {
  const waits = backoff({ firstMs: 300 });
  for (let attempt = 1; token !== undefined; attempt += 1) {
    try {
      return await endSessions('all', token);
    } catch (error) {
      const mayPass = error instanceof ProblemError && (error.status === 0 || error.status >= 500);
      if (!mayPass || attempt === attempts) throw error;
      await pause(waits.next().value, new AbortController().signal);
    }
  }
}
