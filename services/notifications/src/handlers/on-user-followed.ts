import { UserFollowed } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { sqsMailQueue } from '../adapters/sqs-mail-queue.ts';
import { makeNotify } from '../notify.ts';
import { makeAnnounceFollower } from '../use-cases/announce-follower.ts';

/**
 * UserFollowed → remembers the follower, tells the person who is followed and queues the mail; once for each pair.
 * Safe to repeat; one that UserUnfollowed has overtaken is passed over. Input: events/notifications/on-user-followed.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const people = dynamoPeople(env.NOTIFICATIONS_TABLE);
const announceFollower = makeAnnounceFollower({
  followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
  people,
  notify: makeNotify({
    people,
    notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
    mailQueue: sqsMailQueue(env.MAIL_QUEUE_URL),
  }),
});

export const handler = consume([UserFollowed], announceFollower);
