import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { type Attributes, checkWrite, readable, toAttributes, toList } from './attributes.ts';
import type { CodeDeliveryDetails, CodeMail } from './mails.ts';
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

interface Change {
  pool: Pool;
  user: User;
  written: Attributes;
  clientMetadata: ClientMetadata;
  /** Absent when an administrator writes. */
  client?: Client | undefined;
}

/**
 * Writes attributes. A new address that has to be verified first is not written: a code goes to it, and the old one stays
 * until the code was entered. An administrator may say with it that it is verified.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 * @returns where a code went
 */
export async function changeAttributes(
  service: Service,
  { pool, user, written, client, clientMetadata }: Change,
): Promise<CodeDeliveryDetails[]> {
  const { users } = service;
  checkWrite(pool, written, 'update', client);
  const { email, ...others } = written;
  const isNewEmail = email !== undefined && email !== user.attributes.email;
  if (isNewEmail && users.emailTaken(pool, email, user.sub)) {
    throw new AwsError('AliasExistsException', 'An account with the given email already exists.');
  }
  const isVerified = written.email_verified === 'true';
  const settings = pool.properties.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate;
  const keepsOldEmail = isNewEmail && !isVerified && settings?.includes('email');
  user.attributes = {
    ...user.attributes,
    ...(isNewEmail && !keepsOldEmail && { email_verified: 'false' }),
    ...(keepsOldEmail ? others : written),
  };
  users.save(pool, user);
  const sendsCode = isNewEmail && !isVerified && pool.properties.AutoVerifiedAttributes.includes('email');
  if (!sendsCode) return [];
  return [
    await sendVerification(service, {
      ...{ pool, user, clientMetadata, clientId: client?.id },
      to: email,
      occasion: 'UpdateUserAttribute',
    }),
  ];
}

function sendVerification(
  { codes, mails }: Service,
  mail: Omit<CodeMail, 'code'>,
): Promise<CodeDeliveryDetails> {
  const code = codes.issue(mail.pool.id, mail.user.sub, 'verify-email', mail.to);
  return mails.send({ ...mail, code });
}

const AccessToken = z.string().min(1);

/** What signed-in people do with their own account, by their access token. */
export function accountOperations(service: Service): Record<string, JsonOperation> {
  const { users, codes, logins, tokens } = service;

  const GetUser = operation(z.object({ AccessToken }), async (input) => {
    const { client, user } = await tokens.authenticate(input.AccessToken);
    return { Username: user.username, UserAttributes: toList(readable(attributesOf(user), client)) };
  });

  const UpdateUserAttributes = operation(
    z.object({ AccessToken, UserAttributes: nameValues, ClientMetadata: metadata }),
    async (input) => {
      const { pool, client, user } = await tokens.authenticate(input.AccessToken);
      const CodeDeliveryDetailsList = await changeAttributes(service, {
        ...{ pool, client, user },
        written: toAttributes(input.UserAttributes),
        clientMetadata: input.ClientMetadata,
      });
      return { CodeDeliveryDetailsList };
    },
  );

  const AttributeName = z.literal('email', { error: 'only email can be verified' });

  const GetUserAttributeVerificationCode = operation(
    z.object({ AccessToken, AttributeName, ClientMetadata: metadata }),
    async (input) => {
      const { pool, client, user } = await tokens.authenticate(input.AccessToken);
      const to = codes.pending(pool.id, user.sub, 'verify-email') ?? user.attributes.email;
      if (!to) throw new AwsError('InvalidParameterException', 'User does not have an email to verify.');
      const sent = await sendVerification(service, {
        ...{ pool, user, to, clientId: client.id, clientMetadata: input.ClientMetadata },
        occasion: 'VerifyUserAttribute',
      });
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
