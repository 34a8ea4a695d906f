import { unfollowUser as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeUnfollowUser } from '../use-cases/unfollow-user.ts';

/**
 * DELETE /v1/users/{handle}/follow — the caller no longer follows this person. Events: UserUnfollowed.
 * Errors: 400 · 401 · 404 · 429 too often. Doing it again changes nothing and emits nothing. Input: events/users/unfollow-user.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const unfollowUser = makeUnfollowUser({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  follows: dynamoFollows(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ params, userId, trace }) => {
    await unfollowUser({ handle: params.handle, followerId: userId, trace });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
