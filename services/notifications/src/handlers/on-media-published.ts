import { MediaPublished } from '@shutterbus/contracts/events/media';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { dynamoPictures } from '../adapters/dynamo-pictures.ts';
import { dynamoPublications } from '../adapters/dynamo-publications.ts';
import { sqsFanOutQueue } from '../adapters/sqs-fan-out-queue.ts';
import { makeAnnouncePhoto } from '../use-cases/announce-photo.ts';

/**
 * MediaPublished → remembered with what the same person published within a minute, and FanOutQueue, from where the followers are told
 * page by page (tell-followers). Safe to repeat: a follower who was told is not told again. Input: events/notifications/on-media-published.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), FAN_OUT_QUEUE_URL: z.url() });

export const handler = consume(
  [MediaPublished],
  makeAnnouncePhoto({
    people: dynamoPeople(env.NOTIFICATIONS_TABLE),
    pictures: dynamoPictures(env.NOTIFICATIONS_TABLE, systemClock),
    publications: dynamoPublications(env.NOTIFICATIONS_TABLE, systemClock),
    fanOutQueue: sqsFanOutQueue(env.FAN_OUT_QUEUE_URL),
  }),
);
