import { parseEvent } from '@shutterbus/contracts/event';
import { MediaPublished } from '@shutterbus/contracts/events/media';
import { batchHandler } from '@shutterbus/lambda/batch';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logged } from '@shutterbus/lambda/logged';
import * as z from 'zod';
import { dynamoFollows } from '../adapters/dynamo-follows.ts';
import { dynamoHomes } from '../adapters/dynamo-homes.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { sqsHomesQueue } from '../adapters/sqs-homes-queue.ts';
import { makeFillHomes } from '../use-cases/fill-homes.ts';

/**
 * MediaPublished, by a rule and HomesQueue: puts the photo into the Homes of a page of followers, and queues the event
 * again for the next page, or for the ranges of a crowd. Safe to repeat: a photo has one place in each Home. Sample: events/media/fill-homes.json
 */
const env = readEnv({ MEDIA_TABLE: z.string().min(1), HOMES_QUEUE_URL: z.url() });
const fillHomes = makeFillHomes({
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  follows: dynamoFollows(env.MEDIA_TABLE),
  homes: dynamoHomes(env.MEDIA_TABLE, systemClock),
  queue: sqsHomesQueue(env.HOMES_QUEUE_URL),
});
const rangeSchema = z.object({ cursor: z.string().optional(), until: z.string().optional() });

export const handler = batchHandler(async (body) => {
  const event = parseEvent([MediaPublished], body);
  const range = rangeSchema.parse(body);
  const { correlationId, eventId } = event.detail.metadata;
  await logged({ correlationId, eventId }, 'Filling Homes failed', () => fillHomes(event, range));
});
