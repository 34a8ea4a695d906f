import { readEnv } from '@shutterbus/lambda/env';
import { relayOutbox } from '@shutterbus/lambda/relay';
import * as z from 'zod';

/** Stream of UsersTable → event bus: sends what the use cases put into the outbox. Input: events/users/relay-users.json */
const env = readEnv({ EVENT_BUS_NAME: z.string().min(1) });

export const handler = relayOutbox({ busName: env.EVENT_BUS_NAME, source: 'shutterbus.users' });
