import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { cognitoTrigger } from '../adapters/cognito-trigger.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeCheckSignUp } from '../use-cases/check-sign-up.ts';

/**
 * Cognito trigger PreSignUp — refuses a sign-up whose handle is malformed or taken, or whose name or address is none.
 * It has no say in whether the address is free: Cognito decides that before or after it, which is not documented, and a
 * sign-up that holds an address unconfirmed is let go by POST /v1/users/released-addresses, whichever comes first.
 * Accounts that an administrator makes pass: they may come without a handle and get one later.
 * Writes nothing. Input: events/users/pre-sign-up.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const checkSignUp = makeCheckSignUp({ users: dynamoUsers(env.USERS_TABLE, systemClock) });

export const handler = cognitoTrigger(async ({ triggerSource, request: { userAttributes } }) => {
  if (triggerSource !== 'PreSignUp_SignUp') return undefined;
  const { email, name, 'custom:handle': handle } = userAttributes;
  await checkSignUp({ email, handle, displayName: name });
  return undefined;
});
