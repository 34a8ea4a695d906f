import { endMySessions as route } from '@shutterbus/contracts/routes/users-sessions';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import * as z from 'zod';
import { cognitoSessions } from '../adapters/cognito-sessions.ts';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { listedSessions } from '../listed-sessions.ts';
import { makeEndMySessions } from '../use-cases/end-my-sessions.ts';

/**
 * DELETE /v1/users/me/sessions?of=all — signs the caller out everywhere; of=this takes this session off the list.
 * Errors: 400 · 401 · 404 no profile yet · 429 too often. Safe to repeat. Input: events/users/end-my-sessions.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1), USER_POOL_ID: z.string().min(1) });
const list = dynamoSessionList(env.USERS_TABLE);
const endMySessions = makeEndMySessions({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  sessions: listedSessions(cognitoSessions(env.USER_POOL_ID), list, systemClock),
  list,
});

export const handler = httpHandler(
  route,
  async ({ userId, sessionId, signedInAt, query }) => {
    await endMySessions({ userId, sessionId, signedInAt, of: query.of });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
