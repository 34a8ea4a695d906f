import { followUser as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeFollowUser } from '../use-cases/follow-user.ts';

/**
 * PUT /v1/users/{handle}/follow — the caller follows this person from now on. Events: UserFollowed.
 * Errors: 400 · 401 · 404 · 409 oneself · 429 too often. Doing it again changes nothing and emits nothing. Input: events/users/follow-user.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const followUser = makeFollowUser({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  follows: dynamoFollows(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, userId, trace }) => {
    await followUser({ handle: params.handle, followerId: userId, trace });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
