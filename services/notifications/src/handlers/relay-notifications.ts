import { readEnv } from '@shutterbus/lambda/env';
import { relayOutbox } from '@shutterbus/lambda/relay';
import * as z from 'zod';

/** Stream of NotificationsTable → event bus: sends what is in the outbox. Input: events/notifications/relay-notifications.json */
const env = readEnv({ EVENT_BUS_NAME: z.string().min(1) });

export const handler = relayOutbox({ busName: env.EVENT_BUS_NAME, source: 'shutterbus.notifications' });
