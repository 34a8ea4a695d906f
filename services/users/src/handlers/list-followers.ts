import { listFollowers as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeListFollowers } from '../use-cases/list-followers.ts';

/**
 * GET /v1/users/{handle}/followers — who follows this person, newest first.
 * Errors: 400 · 401 · 404. Input: events/users/list-followers.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const listFollowers = makeListFollowers({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  follows: dynamoFollows(env.USERS_TABLE, systemClock),
});

export const handler = httpHandler(route, async ({ params, query }) =>
  ok(await listFollowers({ handle: params.handle, page: query })),
);
