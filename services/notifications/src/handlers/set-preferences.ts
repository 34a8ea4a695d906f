import { setPreferences as route } from '@shutterbus/contracts/routes/notification-mails';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import { personLimits } from '@shutterbus/lambda/person-limits';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeSetPreferences } from '../use-cases/set-preferences.ts';

/**
 * PUT /v1/notifications/preferences — chooses of which kinds the caller is told in the app and by mail; what is left out stays.
 * Errors: 400 · 401 · 429 too often. Safe to repeat. Input: events/notifications/set-preferences.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const setPreferences = makeSetPreferences({ people: dynamoPeople(env.NOTIFICATIONS_TABLE) });

export const handler = httpHandler(
  route,
  async ({ body, userId }) => ok(await setPreferences({ ...body, userId })),
  personLimits(env.NOTIFICATIONS_TABLE),
);
