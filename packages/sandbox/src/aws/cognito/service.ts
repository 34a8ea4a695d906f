import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { Challenges } from './challenges.ts';
import type { Codes } from './codes.ts';
import type { Logins } from './logins.ts';
import type { Mails } from './mails.ts';
import type { Client, Pool, Pools } from './pools.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { ClientMetadata, Tokens } from './tokens.ts';
import type { Triggers } from './triggers.ts';
import { attributesOf, type User, type Users } from './users.ts';

/** What the operations of the service work with. */
export interface Service {
  now(): number;
  pools: Pools;
  users: Users;
  codes: Codes;
  limits: AttemptLimits;
  challenges: Challenges;
  logins: Logins;
  keys: SigningKeys;
  tokens: Tokens;
  triggers: Triggers;
  mails: Mails;
}

export const nameValues = z.array(z.object({ Name: z.string(), Value: z.string().optional() }));
export const metadata = z.record(z.string(), z.string()).optional();
export const username = z.string().min(1).max(128);
export const password = z.string().min(1).max(256);

/**
 * An operation that parses its input; members without effect here (analytics, the user's context) pass by.
 * @throws AwsError `InvalidParameterException`
 */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.infer<Schema>) => unknown,
): JsonOperation {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(parsed.data);
    const reasons = parsed.error.issues.map(({ path: [first = '', ...rest], message }) => {
      const member = [String(first).charAt(0).toLowerCase() + String(first).slice(1), ...rest].join('.');
      return `Value at '${member}' failed to satisfy constraint: ${message}`;
    });
    const count = `${reasons.length} validation error${reasons.length === 1 ? '' : 's'} detected`;
    throw new AwsError('InvalidParameterException', `${count}: ${reasons.join('; ')}`);
  };
}

export const hidesUsers = (client: Client): boolean =>
  client.properties.PreventUserExistenceErrors === 'ENABLED';

export const userNotFound = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');
export const wrongPassword = (): AwsError =>
  new AwsError('NotAuthorizedException', 'Incorrect username or password.');

/** Runs PostConfirmation. The user is confirmed already, whatever becomes of it. */
export async function postConfirmation(
  { triggers }: Service,
  pool: Pool,
  user: User,
  source: 'ConfirmSignUp' | 'ConfirmForgotPassword',
  clientId: string | undefined,
  clientMetadata: ClientMetadata,
): Promise<void> {
  await triggers.run(pool, 'PostConfirmation', {
    source: `PostConfirmation_${source}`,
    userName: user.username,
    clientId,
    request: {
      userAttributes: { ...attributesOf(user), 'cognito:user_status': user.status },
      ...(clientMetadata && { clientMetadata }),
    },
  });
}
