import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { queueHandler } from '@shutterbus/lambda/queue';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoPublications } from '../adapters/dynamo-publications.ts';
import { sqsFanOutQueue } from '../adapters/sqs-fan-out-queue.ts';
import { sqsMailQueue } from '../adapters/sqs-mail-queue.ts';
import { fanOutSchema } from '../fan-out.ts';
import { makeNotify } from '../notify.ts';
import { makeTellFollowers } from '../use-cases/tell-followers.ts';

/**
 * FanOutQueue → tells one page of followers of a publication, queues their mails, and queues the next page here.
 * Safe to repeat: each follower has one notification per photo. Input: events/notifications/tell-followers.json
 */
const env = readEnv({
  NOTIFICATIONS_TABLE: z.string().min(1),
  MAIL_QUEUE_URL: z.url(),
  FAN_OUT_QUEUE_URL: z.url(),
});
const notices = dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock);
const people = dynamoPeople(env.NOTIFICATIONS_TABLE);
const tellFollowers = makeTellFollowers({
  notices,
  followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
  people,
  publications: dynamoPublications(env.NOTIFICATIONS_TABLE, systemClock),
  photos: dynamoPhotos(env.NOTIFICATIONS_TABLE, systemClock),
  fanOutQueue: sqsFanOutQueue(env.FAN_OUT_QUEUE_URL),
  notify: makeNotify({ people, notices, mailQueue: sqsMailQueue(env.MAIL_QUEUE_URL) }),
});

export const handler = queueHandler(fanOutSchema, tellFollowers);
