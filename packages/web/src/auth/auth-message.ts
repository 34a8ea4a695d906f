import { passwordMinLength } from '../limits.ts';

/** Lambda triggers can only answer in a sentence; Cognito puts the trigger's name in front of it. */
const triggerPrefix = /^\w+ failed with error /;

const sentences: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'E-mail address or password is wrong.',
  UserNotFoundException: 'E-mail address or password is wrong.',
  UsernameExistsException:
    'There is already an account with this e-mail address, or somebody began to join with it in the last quarter of an hour. Sign in, or try again later.',
  CodeMismatchException: 'This code is wrong. Check the latest mail.',
  ExpiredCodeException: 'This code is wrong or too old. Ask for a new one.',
  LimitExceededException: 'That was tried too often. Wait a while before the next try.',
  TooManyRequestsException: 'That was tried too often. Wait a while before the next try.',
  TooManyFailedAttemptsException: 'That was tried too often. Wait a while before the next try.',
  SessionsLeftOpenError:
    'Your password is right, but other devices may still be signed in. Use “Sign out everywhere” below.',
};

/** What the user pool's policy can ask for, by the ends of Cognito's sentences. */
const passwordWishes: [RegExp, string][] = [
  [/not long enough$/, `The password needs at least ${passwordMinLength} characters.`],
  [/lowercase characters$/, 'The password needs a small letter.'],
  [/numeric characters$/, 'The password needs a digit.'],
];

const text = (value: unknown, key: string): string => {
  const entry = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof entry === 'string' ? entry : '';
};

/** A sentence for the person about what Cognito refused. */
export function authMessage(error: unknown): string {
  const known = sentences[text(error, 'name')];
  if (known) return known;
  const message = text(error, 'message').replace(triggerPrefix, '').trim();
  const wish = passwordWishes.find(([end]) => end.test(message));
  if (wish && text(error, 'name') === 'InvalidPasswordException') return wish[1];
  if (!message) return 'Something went wrong. Try again.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Where Cognito's refusal of a sign-up belongs. */
export function authField(error: unknown): 'password' | 'email' | 'handle' | 'code' | undefined {
  const name = text(error, 'name');
  const message = text(error, 'message');
  if (name === 'InvalidPasswordException') return 'password';
  if (name === 'UsernameExistsException') return 'email';
  if (name === 'CodeMismatchException' || name === 'ExpiredCodeException') return 'code';
  if (/password/i.test(message) && name === 'InvalidParameterException') return 'password';
  if (/handle/i.test(message)) return 'handle';
  if (/e-?mail/i.test(message) && name === 'InvalidParameterException') return 'email';
  return undefined;
}
