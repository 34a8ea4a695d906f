import { changeHandle as route } from '@shutterbus/contracts/routes/users-handle';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeChangeHandle } from '../use-cases/change-handle.ts';

/**
 * PUT /v1/users/me/handle — gives the caller another handle. Events: UserProfileUpdated.
 * Errors: 400 · 401 · 404 no profile yet · 409 it is taken, or too soon · 429 too often. Safe to repeat. Input: events/users/change-handle.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const changeHandle = makeChangeHandle({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ body, userId, trace }) => ok(await changeHandle({ ...body, userId, trace })),
  personLimits(env.USERS_TABLE),
);
