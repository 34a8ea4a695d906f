import { listFollowing as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeListFollowing } from '../use-cases/list-following.ts';

/**
 * GET /v1/users/{handle}/following — whom this person follows, newest first.
 * Errors: 400 · 401 · 404. Input: events/users/list-following.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const listFollowing = makeListFollowing({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  follows: dynamoFollows(env.USERS_TABLE, systemClock),
});

export const handler = httpHandler(route, async ({ params, query }) =>
  ok(await listFollowing({ handle: params.handle, page: query })),
);
