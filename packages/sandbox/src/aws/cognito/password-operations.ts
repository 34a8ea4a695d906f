import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { expired, mismatch } from './codes.ts';
import { deliveredTo } from './mails.ts';
import { checkPassword } from './password-policy.ts';
import type { Pool } from './pools.ts';
import {
  hidesUsers,
  metadata,
  operation,
  password,
  postConfirmation,
  type Service,
  username,
  wrongPassword,
} from './service.ts';
import { matchesPassword, type Verifier } from './srp.ts';
import type { User } from './users.ts';

const unknownName = (): AwsError =>
  new AwsError('UserNotFoundException', 'Username/client id combination not found.');

/** A lost password, and a changed one. */
export function passwordOperations(service: Service): Record<string, JsonOperation> {
  const { pools, users, codes, limits, mails, tokens } = service;

  /** Why a user gets no reset code. */
  function resetFailure(pool: Pool, user: User): AwsError | undefined {
    const onlyAdmins = pool.properties.AccountRecoverySetting?.RecoveryMechanisms.some(
      ({ Name }) => Name === 'admin_only',
    );
    if (onlyAdmins) return new AwsError('NotAuthorizedException', 'Contact administrator to reset password.');
    if (!user.enabled) return new AwsError('NotAuthorizedException', 'User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      return new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
    }
    if (user.attributes.email && user.attributes.email_verified === 'true') return undefined;
    const message =
      'Cannot reset password for the user as there is no registered/verified email or phone_number';
    return new AwsError('InvalidParameterException', message);
  }

  const ForgotPassword = operation(
    z.object({ ClientId: z.string(), Username: username, ClientMetadata: metadata }),
    async ({ ClientId, Username, ClientMetadata }) => {
      const client = pools.client(ClientId);
      const { pool } = client;
      const user = users.find(pool, Username);
      const failure = user ? resetFailure(pool, user) : unknownName();
      if (!user || failure) {
        if (!hidesUsers(client)) throw failure ?? unknownName();
        limits.assertBelowLimit(pool.id, Username, 'code');
        limits.count(pool.id, Username, 'code');
        return {
          CodeDeliveryDetails: deliveredTo(Username.includes('@') ? Username : `${Username}@${Username}`),
        };
      }
      const to = user.attributes.email ?? '';
      const code = codes.issue(pool.id, user.sub, 'reset', to);
      const sent = await mails.send({
        occasion: 'ForgotPassword',
        pool,
        user,
        to,
        code,
        clientId: client.id,
        clientMetadata: ClientMetadata,
      });
      return { CodeDeliveryDetails: sent };
    },
  );

  const ConfirmForgotPassword = operation(
    z.object({
      ClientId: z.string(),
      Username: username,
      ConfirmationCode: z.string().min(1),
      Password: password,
      ClientMetadata: metadata,
    }),
    async (input) => {
      const client = pools.client(input.ClientId);
      const { pool } = client;
      checkPassword(input.Password, pool.properties.Policies.PasswordPolicy);
      const user = users.find(pool, input.Username);
      if (!user) throw hidesUsers(client) ? mismatch() : unknownName();
      if (!user.enabled) throw hidesUsers(client) ? mismatch() : expired();
      const email = codes.check(pool.id, user.sub, 'reset', input.ConfirmationCode);
      user.status = 'CONFIRMED';
      if (user.attributes.email === email) user.attributes.email_verified = 'true';
      users.setPassword(pool, user, input.Password);
      codes.drop(pool.id, user.sub, 'reset');
      limits.clear(pool.id, user.sub, 'sign-in');
      await postConfirmation(service, pool, user, 'ConfirmForgotPassword', client.id, input.ClientMetadata);
      return {};
    },
  );

  const holds = (pool: Pool, user: User, attempt: string, stored: Verifier): boolean =>
    matchesPassword(pool.shortName, user.username, attempt, stored);

  const ChangePassword = operation(
    z.object({ AccessToken: z.string(), PreviousPassword: password, ProposedPassword: password }),
    async ({ AccessToken, PreviousPassword, ProposedPassword }) => {
      const { pool, user } = await tokens.authenticate(AccessToken);
      limits.assertBelowLimit(pool.id, user.sub, 'proof');
      if (!holds(pool, user, PreviousPassword, user.password)) {
        limits.count(pool.id, user.sub, 'proof');
        throw wrongPassword();
      }
      checkPassword(ProposedPassword, pool.properties.Policies.PasswordPolicy);
      limits.clear(pool.id, user.sub, 'proof');
      users.setPassword(pool, user, ProposedPassword);
      return {};
    },
  );

  return { ForgotPassword, ConfirmForgotPassword, ChangePassword };
}
