import { listNotifications as route } from '@shutterbus/contracts/routes/notifications';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoIllustrations } from '../adapters/dynamo-illustrations.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { sqsStrangers } from '../adapters/sqs-strangers.ts';
import { makeListNotifications } from '../use-cases/list-notifications.ts';

/**
 * GET /v1/notifications — the caller's, newest first. Queues somebody who is unknown here for `LookForNews`.
 * Errors: 400 · 401. Input: events/notifications/list-notifications.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), NEWS_QUEUE_URL: z.url() });
const listNotifications = makeListNotifications({
  notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
  people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  illustrations: dynamoIllustrations(env.NOTIFICATIONS_TABLE),
  strangers: sqsStrangers(env.NEWS_QUEUE_URL),
});

export const handler = httpHandler(route, async ({ query, ...caller }) =>
  ok(await listNotifications({ ...caller, page: query })),
);
