import { changeAddress as route } from '@shutterbus/contracts/routes/users-address';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import * as z from 'zod';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { cognitoAddressCodes } from '../adapters/cognito-address-codes.ts';
import { dynamoAddresses } from '../adapters/dynamo-addresses.ts';
import { makeChangeAddress } from '../use-cases/change-address.ts';

/**
 * POST /v1/users/me/email — sends a code to a new address of the caller's; the old one stays until it was entered.
 * Errors: 400 · 401 · 404 · 409 it is somebody's already · 429. A repeat sends another code. Input: events/users/change-address.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const changeAddress = makeChangeAddress({
  accounts: cognitoAccounts(env.USER_POOL_ID),
  addresses: dynamoAddresses(env.USERS_TABLE, systemClock),
  codes: cognitoAddressCodes(env.USER_POOL_ID),
});

export const handler = httpHandler(
  route,
  async ({ body, userId }) => {
    await changeAddress({ ...body, userId });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
