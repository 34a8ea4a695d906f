import { updateMe as route } from '@shutterbus/contracts/routes/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeUpdateMe } from '../use-cases/update-me.ts';

/**
 * PATCH /v1/users/me — changes the caller's name or description. Events: UserProfileUpdated.
 * Errors: 400 · 401 · 404 no profile yet · 409 it changed at the same time · 429 too often. Safe to repeat. Input: events/users/update-me.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const updateMe = makeUpdateMe({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ body, userId, trace }) => ok(await updateMe({ ...body, userId, trace })),
  personLimits(env.USERS_TABLE),
);
