import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { type Attributes, checkRequired, checkWrite, toAttributes } from './attributes.ts';
import { expired } from './codes.ts';
import { type CodeDeliveryDetails, deliveredTo, type MailOccasion } from './mails.ts';
import { checkPassword } from './password-policy.ts';
import type { Client } from './pools.ts';
import {
  hidesUsers,
  metadata,
  nameValues,
  operation,
  password,
  postConfirmation,
  type Service,
  userNotFound,
  username,
} from './service.ts';
import type { ClientMetadata } from './tokens.ts';
import { isEmailName, type User } from './users.ts';

const preSignUpResponse = z.object({
  autoConfirmUser: z.boolean().nullish(),
  autoVerifyEmail: z.boolean().nullish(),
});

/** The attributes and the name of a new user. @throws AwsError `InvalidParameterException` */
export function namedUser(
  isEmail: boolean,
  name: string,
  given: Attributes,
): { sub: string; username: string; attributes: Attributes } {
  const sub = randomUUID();
  if (!isEmail) return { sub, username: name, attributes: given };
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name)) {
    throw new AwsError('InvalidParameterException', 'Username should be an email.');
  }
  return { sub, username: sub, attributes: { ...given, email: name } };
}

/** Signing up and confirming it. */
export function signUpOperations(service: Service): Record<string, JsonOperation> {
  const { pools, users, codes, triggers, mails } = service;

  async function sendConfirmation(
    client: Client,
    user: User,
    occasion: MailOccasion,
    clientMetadata: ClientMetadata,
  ): Promise<CodeDeliveryDetails | undefined> {
    const { email } = user.attributes;
    const { pool } = client;
    if (!email || !pool.properties.AutoVerifiedAttributes.includes('email')) return undefined;
    const code = codes.issue(pool.id, user.sub, 'confirm', email);
    return mails.send({ occasion, pool, user, to: email, code, clientId: client.id, clientMetadata });
  }

  const SignUp = operation(
    z.object({
      ClientId: z.string(),
      Username: username,
      Password: password,
      UserAttributes: nameValues.optional(),
      ValidationData: nameValues.optional(),
      ClientMetadata: metadata,
    }),
    async (input) => {
      const client = pools.client(input.ClientId);
      const { pool } = client;
      if (pool.properties.AdminCreateUserConfig.AllowAdminCreateUserOnly) {
        throw new AwsError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
      }
      const given = toAttributes(input.UserAttributes);
      const named = namedUser(isEmailName(pool), input.Username, given);
      checkPassword(input.Password, pool.properties.Policies.PasswordPolicy);
      // The address that is the username is no attribute that the client writes.
      checkWrite(pool, given, 'create', client);
      checkRequired(pool, named.attributes);
      assertNew(client, input.Username);
      const response = await triggers.run(pool, 'PreSignUp', {
        source: 'PreSignUp_SignUp',
        userName: named.username,
        clientId: client.id,
        request: {
          userAttributes: named.attributes,
          validationData: input.ValidationData ? toAttributes(input.ValidationData) : null,
          ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
        },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      });
      const flags = preSignUpResponse.safeParse(response ?? {});
      if (!flags.success)
        throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
      const { autoConfirmUser, autoVerifyEmail } = flags.data;
      const user = users.add(pool, {
        ...named,
        attributes: {
          ...named.attributes,
          ...(named.attributes.email && { email_verified: String(autoVerifyEmail === true) }),
        },
        status: autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
        password: input.Password,
      });
      if (autoConfirmUser) {
        await postConfirmation(service, pool, user, 'ConfirmSignUp', client.id, input.ClientMetadata);
        return { UserConfirmed: true, UserSub: user.sub };
      }
      const sent = await sendConfirmation(client, user, 'SignUp', input.ClientMetadata);
      return { UserConfirmed: false, UserSub: user.sub, ...(sent && { CodeDeliveryDetails: sent }) };
    },
  );

  function assertNew({ pool }: Client, name: string): void {
    if (!users.find(pool, name)) return;
    const message = isEmailName(pool)
      ? 'An account with the given email already exists.'
      : 'User already exists';
    throw new AwsError('UsernameExistsException', message);
  }

  const ConfirmSignUp = operation(
    z.object({
      ClientId: z.string(),
      Username: username,
      ConfirmationCode: z.string().min(1),
      ForceAliasCreation: z.boolean().default(false),
      ClientMetadata: metadata,
    }),
    async (input) => {
      const client = pools.client(input.ClientId);
      const { pool } = client;
      const user = users.find(pool, input.Username);
      if (!user) throw hidesUsers(client) ? expired() : userNotFound();
      if (user.status !== 'UNCONFIRMED') {
        throw new AwsError(
          'NotAuthorizedException',
          `User cannot be confirmed. Current status is ${user.status}`,
        );
      }
      const email = codes.check(pool.id, user.sub, 'confirm', input.ConfirmationCode);
      if (users.emailTaken(pool, email, user.sub)) takeAlias(client, email, user, input.ForceAliasCreation);
      user.status = 'CONFIRMED';
      if (user.attributes.email === email) user.attributes.email_verified = 'true';
      users.save(pool, user);
      codes.drop(pool.id, user.sub, 'confirm');
      await postConfirmation(service, pool, user, 'ConfirmSignUp', client.id, input.ClientMetadata);
      return {};
    },
  );

  /** Moves the address from its former owner when the caller insists. */
  function takeAlias({ pool }: Client, email: string, user: User, force: boolean): void {
    const owner = users.find(pool, email);
    if (!force || !owner || owner.sub === user.sub) {
      throw new AwsError('AliasExistsException', 'An account with the email already exists.');
    }
    owner.attributes.email_verified = 'false';
    users.save(pool, owner);
  }

  const ResendConfirmationCode = operation(
    z.object({ ClientId: z.string(), Username: username, ClientMetadata: metadata }),
    async (input) => {
      const client = pools.client(input.ClientId);
      const user = users.find(client.pool, input.Username);
      if (!user) {
        if (!hidesUsers(client)) throw userNotFound();
        return { CodeDeliveryDetails: deliveredTo(input.Username) };
      }
      if (user.status !== 'UNCONFIRMED') {
        throw new AwsError('InvalidParameterException', 'User is already confirmed.');
      }
      const sent = await sendConfirmation(client, user, 'ResendCode', input.ClientMetadata);
      if (!sent) {
        throw new AwsError(
          'InvalidParameterException',
          'Cannot resend codes. Auto verification not turned on.',
        );
      }
      return { CodeDeliveryDetails: sent };
    },
  );

  return { SignUp, ConfirmSignUp, ResendConfirmationCode };
}
