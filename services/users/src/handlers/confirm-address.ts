import { confirmAddress as route } from '@shutterbus/contracts/routes/users-address';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { cognitoAddressCodes } from '../adapters/cognito-address-codes.ts';
import { dynamoAddresses } from '../adapters/dynamo-addresses.ts';
import { makeConfirmAddress } from '../use-cases/confirm-address.ts';

/**
 * POST /v1/users/me/email/confirmation — takes the code that went to the new address. Events: UserEmailChanged.
 * Errors: 400 also a wrong code · 401 · 404 · 409 · 429. Safe to repeat: what is done already is answered alike, whatever
 * the code. Input: events/users/confirm-address.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const confirmAddress = makeConfirmAddress({
  accounts: cognitoAccounts(env.USER_POOL_ID),
  addresses: dynamoAddresses(env.USERS_TABLE, systemClock),
  codes: cognitoAddressCodes(env.USER_POOL_ID),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ body, userId, accessToken, trace }) => {
    await confirmAddress({ ...body, userId, accessToken, trace });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
