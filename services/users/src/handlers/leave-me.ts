import { leaveMe as route } from '@shutterbus/contracts/routes/users-leaving';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import { ulid } from 'ulid';
import * as z from 'zod';
import { cognitoSessions } from '../adapters/cognito-sessions.ts';
import { dynamoLeavers } from '../adapters/dynamo-leavers.ts';
import { dynamoOutbox } from '../adapters/dynamo-outbox.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { listedSessions } from '../listed-sessions.ts';
import { makeEndSessions } from '../use-cases/end-sessions.ts';
import { makeLeaveMe } from '../use-cases/leave-me.ts';

/**
 * DELETE /v1/users/me — hides the caller from everybody, and ends all sessions; erased after 14 days (ConductLeaving). Events: UserLeft,
 * and UserSignOutFailed when Cognito refuses.
 * Errors: 401 · 403 signed in more than ten minutes ago · 404 no profile yet · 409 · 429. Safe to repeat. Input: events/users/leave-me.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const deps = { clock: systemClock, newId: () => ulid() };
const leaveMe = makeLeaveMe({
  ...deps,
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  leavers: dynamoLeavers(env.USERS_TABLE, systemClock),
  endSessions: makeEndSessions({
    ...deps,
    sessions: listedSessions(
      cognitoSessions(env.USER_POOL_ID),
      dynamoSessionList(env.USERS_TABLE),
      systemClock,
    ),
    outbox: dynamoOutbox(env.USERS_TABLE, systemClock),
  }),
});

export const handler = httpHandler(
  route,
  async ({ userId, signedInAt, trace }) => ok(await leaveMe({ userId, signedInAt, trace })),
  personLimits(env.USERS_TABLE),
);
