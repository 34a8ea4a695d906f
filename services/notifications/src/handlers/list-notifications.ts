import { listNotifications as route } from '@shutterbus/contracts/routes/notifications';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { makeListNotifications } from '../use-cases/list-notifications.ts';

/** GET /v1/notifications — the caller's, newest first. Errors: 400 · 401. Input: events/notifications/list-notifications.json */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const listNotifications = makeListNotifications({
  notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
});

export const handler = httpHandler(route, async ({ query, userId }) =>
  ok(await listNotifications({ userId, page: query })),
);
