import { getMe as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { ulid } from 'ulid';
import * as z from 'zod';
import { cognitoAccounts } from '../adapters/cognito-accounts.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeGetMe } from '../use-cases/get-me.ts';
import { makeRegisterUser } from '../use-cases/register-user.ts';

/**
 * GET /v1/users/me — the caller's profile; writes one that confirmation failed to write. Events: UserRegistered then.
 * Errors: 401 · 404 there is no confirmed account. Safe to repeat. Input: events/users/get-me.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const users = dynamoUsers(env.USERS_TABLE, systemClock);
const getMe = makeGetMe({
  users,
  accounts: cognitoAccounts(env.USER_POOL_ID),
  registerUser: makeRegisterUser({ users, clock: systemClock, newId: () => ulid() }),
});

export const handler = httpHandler(route, async ({ userId, trace }) => ok(await getMe({ userId, trace })));
