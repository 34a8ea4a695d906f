import { listSessions as route } from '@shutterbus/contracts/routes/users-sessions';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoSessionList } from '../adapters/dynamo-session-list.ts';
import { makeListSessions } from '../use-cases/list-sessions.ts';

/** GET /v1/users/me/sessions — where the caller is signed in. Errors: 401. Safe to repeat. Input: events/users/list-sessions.json */
const env = readEnv({ USERS_TABLE: z.string().min(1) });
const listSessions = makeListSessions({ list: dynamoSessionList(env.USERS_TABLE) });

export const handler = httpHandler(route, async ({ userId, sessionId }) =>
  ok(await listSessions({ userId, sessionId })),
);
