import { unsubscribeMails as route } from '@shutterbus/contracts/routes/notification-mails';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { httpHandler, ok } from '@shutterbus/lambda/http';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { makeUnsubscribeMails } from '../use-cases/unsubscribe-mails.ts';

/**
 * POST /v1/notifications/unsubscribe — ends the mails of one kind, by the link that each of them carries; open to everybody.
 * Errors: 400 · 403 the link is not valid. Safe to repeat. Input: events/notifications/unsubscribe-mails.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const unsubscribeMails = makeUnsubscribeMails({
  people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  clock: systemClock,
});

export const handler = httpHandler(route, async ({ query }) => ok(await unsubscribeMails(query)));
