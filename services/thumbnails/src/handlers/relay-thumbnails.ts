import { readEnv } from '@shutterbus/lambda/env';
import { relayOutbox } from '@shutterbus/lambda/relay';
import * as z from 'zod';

/** ThumbnailsTable's stream, filtered to new outbox items: carries them to the bus. Sample: events/thumbnails/relay-thumbnails.json */
const env = readEnv({ EVENT_BUS_NAME: z.string().min(1) });

export const handler = relayOutbox({ busName: env.EVENT_BUS_NAME, source: 'shutterbus.thumbnails' });
