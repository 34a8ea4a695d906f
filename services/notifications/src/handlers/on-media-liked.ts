import { MediaLiked } from '@shutterbus/contracts/events/likes';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoTellOwner } from '../adapters/dynamo-tell-owner.ts';
import { makeAnnounceLike } from '../use-cases/announce-like.ts';

/**
 * MediaLiked → tells the owner, once for each photo and day with a number that grows, and queues one mail.
 * Safe to repeat, in any order. Input: events/notifications/on-media-liked.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const announceLike = makeAnnounceLike({
  tellOwner: dynamoTellOwner(env.NOTIFICATIONS_TABLE, env.MAIL_QUEUE_URL),
});

export const handler = consume([MediaLiked], announceLike);
