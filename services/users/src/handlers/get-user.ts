import { getUser as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeGetUser } from '../use-cases/get-user.ts';

/** GET /v1/users/{handle} — a public profile; open to everybody. Errors: 400 · 404. Input: events/users/get-user.json */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const getUser = makeGetUser({ users: dynamoUsers(env.USERS_TABLE, systemClock) });

export const handler = httpHandler(route, async ({ params }) => ok(await getUser(params)));
