import { findPeople as route } from '@shutterbus/contracts/routes/people';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoFinder } from '../adapters/dynamo-finder.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeFindPeople } from '../use-cases/find-people.ts';

/**
 * GET /v1/users?begins=an — people by the beginning of handle or name.
 * Errors: 400 fewer than two characters, or an invalid cursor · 401. Input: events/users/find-people.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const findPeople = makeFindPeople({
  finder: dynamoFinder(env.USERS_TABLE),
  users: dynamoUsers(env.USERS_TABLE, systemClock),
});

export const handler = httpHandler(route, async ({ query }) => ok(await findPeople(query)));
