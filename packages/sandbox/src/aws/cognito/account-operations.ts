import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { checkWrite, readable, toAttributes, toList } from './attributes.ts';
import type { CodeDeliveryDetails, MailOccasion } from './mails.ts';
import type { Client, Pool } from './pools.ts';
import { metadata, nameValues, operation, type Service } from './service.ts';
import type { ClientMetadata } from './tokens.ts';
import { attributesOf, type User } from './users.ts';

/** Takes away all that belongs to a user. */
export function removeUser({ users, codes, logins }: Service, pool: Pool, user: User): void {
  logins.revokeAll(pool.id, user.sub);
  codes.dropAll(pool.id, user.sub);
  users.remove(pool, user.sub);
}

const AccessToken = z.string().min(1);

/** What signed-in people do with their own account, by their access token. */
export function accountOperations(service: Service): Record<string, JsonOperation> {
  const { users, codes, logins, tokens, mails } = service;

  async function sendVerification(
    { pool, id: clientId }: Client,
    user: User,
    to: string,
    occasion: MailOccasion,
    clientMetadata: ClientMetadata,
  ): Promise<CodeDeliveryDetails> {
    const code = codes.issue(pool.id, user.sub, 'verify-email', to);
    return mails.send({ occasion, pool, user, to, code, clientId, clientMetadata });
  }

  const GetUser = operation(z.object({ AccessToken }), async (input) => {
    const { client, user } = await tokens.authenticate(input.AccessToken);
    return { Username: user.username, UserAttributes: toList(readable(attributesOf(user), client)) };
  });

  const UpdateUserAttributes = operation(
    z.object({ AccessToken, UserAttributes: nameValues, ClientMetadata: metadata }),
    async (input) => {
      const { pool, client, user } = await tokens.authenticate(input.AccessToken);
      const written = toAttributes(input.UserAttributes);
      checkWrite(pool, written, 'update', client);
      const { email } = written;
      const isNewEmail = email !== undefined && email !== user.attributes.email;
      if (isNewEmail && users.emailTaken(pool, email, user.sub)) {
        throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
      }
      const settings = pool.properties.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate;
      const keepsOldEmail = isNewEmail && settings?.includes('email');
      const { email: _email, ...others } = written;
      user.attributes = { ...user.attributes, ...(keepsOldEmail ? others : written) };
      if (isNewEmail && !keepsOldEmail) user.attributes.email_verified = 'false';
      users.save(pool, user);
      if (!isNewEmail || !pool.properties.AutoVerifiedAttributes.includes('email')) {
        return { CodeDeliveryDetailsList: [] };
      }
      const sent = await sendVerification(client, user, email, 'UpdateUserAttribute', input.ClientMetadata);
      return { CodeDeliveryDetailsList: [sent] };
    },
  );

  const AttributeName = z.literal('email', { error: 'only email can be verified' });

  const GetUserAttributeVerificationCode = operation(
    z.object({ AccessToken, AttributeName, ClientMetadata: metadata }),
    async (input) => {
      const { pool, client, user } = await tokens.authenticate(input.AccessToken);
      const to = codes.pending(pool.id, user.sub, 'verify-email') ?? user.attributes.email;
      if (!to) throw new AwsError('InvalidParameterException', 'User does not have an email to verify.');
      const sent = await sendVerification(client, user, to, 'VerifyUserAttribute', input.ClientMetadata);
      return { CodeDeliveryDetails: sent };
    },
  );

  const VerifyUserAttribute = operation(
    z.object({ AccessToken, AttributeName, Code: z.string().min(1) }),
    async (input) => {
      const { pool, user } = await tokens.authenticate(input.AccessToken);
      const email = codes.check(pool.id, user.sub, 'verify-email', input.Code);
      if (users.emailTaken(pool, email, user.sub)) {
        throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
      }
      user.attributes = { ...user.attributes, email, email_verified: 'true' };
      users.save(pool, user);
      codes.drop(pool.id, user.sub, 'verify-email');
      return {};
    },
  );

  const DeleteUser = operation(z.object({ AccessToken }), async (input) => {
    const { pool, user } = await tokens.authenticate(input.AccessToken);
    removeUser(service, pool, user);
  });

  const GlobalSignOut = operation(z.object({ AccessToken }), async (input) => {
    const { pool, user } = await tokens.authenticate(input.AccessToken);
    logins.revokeAll(pool.id, user.sub);
    return {};
  });

  return {
    GetUser,
    UpdateUserAttributes,
    GetUserAttributeVerificationCode,
    VerifyUserAttribute,
    DeleteUser,
    GlobalSignOut,
  };
}
