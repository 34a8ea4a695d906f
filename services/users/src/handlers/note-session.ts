import { noteSession as route } from '@shutterbus/contracts/routes/users-sessions';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import * as z from 'zod';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { dynamoUsers } from '../adapters/dynamo-users.ts';
import { makeNoteSession } from '../use-cases/note-session.ts';

/**
 * PUT /v1/users/me/session — notes that the caller's session is used today, and in which browser.
 * Errors: 401 · 404 no profile yet · 429 too often. Safe to repeat. Input: events/users/note-session.json
 */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const noteSession = makeNoteSession({
  users: dynamoUsers(env.USERS_TABLE, systemClock),
  list: dynamoSessionList(env.USERS_TABLE),
  clock: systemClock,
});

export const handler = httpHandler(
  route,
  async ({ userId, sessionId, signedInAt, headers }) => {
    await noteSession({ userId, sessionId, signedInAt, userAgent: headers['user-agent'] });
    return noContent();
  },
  personLimits(env.USERS_TABLE),
);
