import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { ulid } from 'ulid';
import * as z from 'zod';
import { accountOf } from '../adapters/cognito-attributes.ts';
import { cognitoTrigger } from '../adapters/cognito-trigger.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeRegisterUser } from '../use-cases/register-user.ts';

/**
 * Cognito trigger PostConfirmation — writes the profile and takes the handle. Events: UserRegistered.
 * It also fires when a forgotten password was replaced; that is passed over. Safe to repeat.
 * A throw reaches the person although the account is confirmed by then; GET /v1/users/me writes what is missing.
 * Input: events/users/post-confirmation.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const registerUser = makeRegisterUser({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = cognitoTrigger(
  async ({ triggerSource, userName, request: { userAttributes } }, { requestId }) => {
    if (triggerSource !== 'PostConfirmation_ConfirmSignUp') return undefined;
    const userId = userAttributes.sub ?? userName;
    const trace = { correlationId: requestId, causationId: requestId, actorId: userId };
    await registerUser({ userId, account: accountOf(userAttributes), trace });
    return undefined;
  },
);
