import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';

/** Cognito's defaults: eight characters of all four kinds. */
export const passwordPolicy = z.strictObject({
  MinimumLength: z.number().int().min(6).max(99).default(8),
  RequireLowercase: z.boolean().default(true),
  RequireUppercase: z.boolean().default(true),
  RequireNumbers: z.boolean().default(true),
  RequireSymbols: z.boolean().default(true),
  TemporaryPasswordValidityDays: z.number().int().max(365).default(7),
});
export type PasswordPolicy = z.infer<typeof passwordPolicy>;

const maximumLength = 256;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/;

/** @throws AwsError `InvalidPasswordException` */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const failure = failureOf(password, policy);
  if (failure)
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${failure}`);
}

function failureOf(password: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.MinimumLength) return 'Password not long enough';
  if (password.length > maximumLength) return 'Password too long';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && !symbol.test(password)) return 'Password must have symbol characters';
  if (/^\s|\s$/.test(password)) return 'Password must not begin or end with a space';
  return undefined;
}

/** A temporary password that every policy accepts. */
export function randomPassword(policy: PasswordPolicy): string {
  const kinds = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!@#%*-_+'];
  const length = Math.max(policy.MinimumLength, 12);
  const characters = Array.from({ length }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? '';
    return kind.charAt(randomInt(kind.length));
  });
  return characters.join('');
}
