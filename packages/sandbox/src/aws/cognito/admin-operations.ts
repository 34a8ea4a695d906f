import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { changeAttributes, removeUser } from './account-operations.ts';
import { checkRequired, checkWrite, toAttributes, toList } from './attributes.ts';
import { checkPassword, randomPassword } from './password-policy.ts';
import type { Pool } from './pools.ts';
import {
  metadata,
  nameValues,
  operation,
  password,
  postConfirmation,
  type Service,
  userNotFound,
  username,
} from './service.ts';
import { namedUser } from './sign-up-operations.ts';
import { attributesOf, isEmailName, type User } from './users.ts';

/** A user as ListUsers and AdminCreateUser show one; times in seconds. */
export function userRecord(user: User): Record<string, unknown> {
  return { Username: user.username, Attributes: toList(attributesOf(user)), ...lifecycle(user) };
}

const lifecycle = (user: User): Record<string, unknown> => ({
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});

const target = z.object({ UserPoolId: z.string(), Username: username });

/** What administrators do to a user; each call is signed. */
export function adminOperations(service: Service): Record<string, JsonOperation> {
  const { pools, users, logins, triggers, mails, limits } = service;

  function userOf({ UserPoolId, Username }: z.infer<typeof target>): { pool: Pool; user: User } {
    const pool = pools.pool(UserPoolId);
    const user = users.find(pool, Username);
    if (!user) throw userNotFound();
    return { pool, user };
  }

  /** An operation on one user that answers with nothing. */
  const onUser = (run: (pool: Pool, user: User) => void): JsonOperation =>
    operation(target, (input) => {
      const { pool, user } = userOf(input);
      run(pool, user);
      return {};
    });

  const AdminGetUser = operation(target, (input) => {
    const { user } = userOf(input);
    return { Username: user.username, UserAttributes: toList(attributesOf(user)), ...lifecycle(user) };
  });

  const AdminCreateUser = operation(
    target.extend({
      TemporaryPassword: password.optional(),
      UserAttributes: nameValues.optional(),
      ValidationData: nameValues.optional(),
      MessageAction: z.enum(['SUPPRESS', 'RESEND']).optional(),
      DesiredDeliveryMediums: z
        .array(z.literal('EMAIL', { error: 'the sandbox sends no text messages' }))
        .optional(),
      ClientMetadata: metadata,
    }),
    async (input) => {
      const pool = pools.pool(input.UserPoolId);
      const policy = pool.properties.Policies.PasswordPolicy;
      const temporary = input.TemporaryPassword ?? randomPassword(policy);
      checkPassword(temporary, policy);
      const user =
        input.MessageAction === 'RESEND' ? resent(pool, input.Username, temporary) : await created(temporary);
      const to = user.attributes.email;
      if (input.MessageAction !== 'SUPPRESS' && to) {
        await mails.send({
          occasion: 'AdminCreateUser',
          pool,
          user,
          to,
          code: temporary,
          clientMetadata: input.ClientMetadata,
        });
      }
      return { User: userRecord(user) };

      async function created(initial: string): Promise<User> {
        const named = namedUser(isEmailName(pool), input.Username, toAttributes(input.UserAttributes));
        checkWrite(pool, named.attributes, 'create');
        checkRequired(pool, named.attributes);
        if (users.find(pool, input.Username)) {
          throw new AwsError('UsernameExistsException', 'User account already exists');
        }
        await triggers.run(pool, 'PreSignUp', {
          source: 'PreSignUp_AdminCreateUser',
          userName: named.username,
          request: {
            userAttributes: named.attributes,
            validationData: input.ValidationData ? toAttributes(input.ValidationData) : null,
            ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
          },
          response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
        });
        return users.add(pool, { ...named, status: 'FORCE_CHANGE_PASSWORD', password: initial });
      }
    },
  );

  /** Invites again, with a new temporary password. */
  function resent(pool: Pool, name: string, temporary: string): User {
    const user = users.find(pool, name);
    if (!user) throw userNotFound();
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw new AwsError(
        'UnsupportedUserStateException',
        'Resend not possible. User status is not FORCE_CHANGE_PASSWORD',
      );
    }
    users.setPassword(pool, user, temporary);
    return user;
  }

  const AdminSetUserPassword = operation(
    target.extend({ Password: password, Permanent: z.boolean().default(false) }),
    (input) => {
      const { pool, user } = userOf(input);
      checkPassword(input.Password, pool.properties.Policies.PasswordPolicy);
      user.status = input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
      users.setPassword(pool, user, input.Password);
      limits.clear(pool.id, user.sub, 'sign-in');
      return {};
    },
  );

  const AdminConfirmSignUp = operation(target.extend({ ClientMetadata: metadata }), async (input) => {
    const { pool, user } = userOf(input);
    if (user.status !== 'UNCONFIRMED') {
      throw new AwsError(
        'NotAuthorizedException',
        `User cannot be confirmed. Current status is ${user.status}`,
      );
    }
    user.status = 'CONFIRMED';
    users.save(pool, user);
    await postConfirmation(service, pool, user, 'ConfirmSignUp', undefined, input.ClientMetadata);
    return {};
  });

  const AdminUpdateUserAttributes = operation(
    target.extend({ UserAttributes: nameValues, ClientMetadata: metadata }),
    async (input) => {
      const written = toAttributes(input.UserAttributes);
      await changeAttributes(service, { ...userOf(input), written, clientMetadata: input.ClientMetadata });
      return {};
    },
  );

  const setEnabled = (enabled: boolean): JsonOperation =>
    onUser((pool, user) => {
      user.enabled = enabled;
      users.save(pool, user);
      if (!enabled) logins.revokeAll(pool.id, user.sub);
    });

  return {
    AdminGetUser,
    AdminCreateUser,
    AdminSetUserPassword,
    AdminConfirmSignUp,
    AdminUpdateUserAttributes,
    AdminDeleteUser: onUser((pool, user) => removeUser(service, pool, user)),
    AdminDisableUser: setEnabled(false),
    AdminEnableUser: setEnabled(true),
    AdminUserGlobalSignOut: onUser((pool, user) => logins.revokeAll(pool.id, user.sub)),
  };
}
