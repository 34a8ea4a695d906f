import { CommentAdded } from '@shutterbus/contracts/events/comments';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoTellOwner } from '../adapters/dynamo-tell-owner.ts';
import { makeAnnounceComment } from '../use-cases/announce-comment.ts';

/**
 * CommentAdded → tells the owner, once for each photo and day with a number that grows, and queues one mail.
 * Safe to repeat, in any order. Input: events/notifications/on-comment-added.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const announceComment = makeAnnounceComment({
  tellOwner: dynamoTellOwner(env.NOTIFICATIONS_TABLE, env.MAIL_QUEUE_URL),
});

export const handler = consume([CommentAdded], announceComment);
