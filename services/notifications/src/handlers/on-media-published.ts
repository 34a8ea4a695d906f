import { MediaPublished } from '@shutterbus/contracts/events/media';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { sqsFanOutQueue } from '../adapters/sqs-fan-out-queue.ts';
import { makeAnnouncePhoto } from '../use-cases/announce-photo.ts';

/**
 * MediaPublished → FanOutQueue, from where the followers are told page by page (tell-followers).
 * Safe to repeat: a follower who was told is not told again. Input: events/notifications/on-media-published.json
 */
const env = readEnv({ FAN_OUT_QUEUE_URL: z.url() });

export const handler = consume(
  [MediaPublished],
  makeAnnouncePhoto({ fanOutQueue: sqsFanOutQueue(env.FAN_OUT_QUEUE_URL) }),
);
