import { markRead as route } from '@shutterbus/contracts/routes/notifications';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, noContent } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import * as z from 'zod';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { makeMarkRead } from '../use-cases/mark-read.ts';

/**
 * POST /v1/notifications/read — marks some of the caller's as read; unknown ids are passed over.
 * Errors: 400 · 401 · 429 too often. Safe to repeat. Input: events/notifications/mark-read.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const markRead = makeMarkRead({ notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock) });

export const handler = httpHandler(
  route,
  async ({ body, userId }) => {
    await markRead({ ids: body.ids, userId });
    return noContent();
  },
  personLimits(env.NOTIFICATIONS_TABLE),
);
