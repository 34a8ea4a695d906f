import { getPreferences as route } from '@shutterbus/contracts/routes/notification-mails';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoAddresses } from '../adapters/dynamo-addresses.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeGetPreferences } from '../use-cases/get-preferences.ts';

/** GET /v1/notifications/preferences — of which kinds the caller gets mails, or why none. Errors: 401. Input: events/notifications/get-preferences.json */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const getPreferences = makeGetPreferences({
  people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  addresses: dynamoAddresses(env.NOTIFICATIONS_TABLE),
});

export const handler = httpHandler(route, async ({ userId }) => ok(await getPreferences({ userId })));
