import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { onSchedule } from '@shutterbus/lambda/on-schedule';
import * as z from 'zod';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { dynamoGhostSearch } from '../adapters/dynamo-ghost-search.ts';
import { dynamoLeavers } from '../adapters/dynamo-leavers.ts';
import { makeEndAccounts } from '../use-cases/end-accounts.ts';

/**
 * Every hour: removes the accounts of those who left two weeks ago; SweepGhosts erases the rest of them. Safe to repeat; what it
 * does not get to, the next hour does. Input: events/users/end-accounts.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });

export const handler = onSchedule(
  makeEndAccounts({
    leavers: dynamoLeavers(env.USERS_TABLE, systemClock),
    accounts: cognitoAccounts(env.USER_POOL_ID),
    search: dynamoGhostSearch(env.USERS_TABLE),
    clock: systemClock,
  }),
);
