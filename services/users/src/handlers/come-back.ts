import { comeBack as route } from '@shutterbus/contracts/routes/users-leaving';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoLeavers } from '../adapters/dynamo-leavers.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeComeBack } from '../use-cases/come-back.ts';

/**
 * POST /v1/users/me/return — a caller who is leaving stays. Events: UserReturned.
 * Errors: 401 · 404 no profile yet · 409 too late · 429. Safe to repeat. Input: events/users/come-back.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const comeBack = makeComeBack({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  leavers: dynamoLeavers(env.USERS_TABLE, systemClock),
  clock: systemClock,
  newId: () => ulid(),
});

export const handler = httpHandler(
  route,
  async ({ userId, trace }) => ok(await comeBack({ userId, trace })),
  personLimits(env.USERS_TABLE),
);
