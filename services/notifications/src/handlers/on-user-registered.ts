import { UserRegistered } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { sqsMailQueue } from '../adapters/sqs-mail-queue.ts';
import { makeNotify } from '../notify.ts';
import { makeWelcomePerson } from '../use-cases/welcome-person.ts';

/**
 * UserRegistered → remembers the person, writes the welcome notification and queues its mail.
 * Safe to repeat; comes before or after UserProfileUpdated. Input: events/notifications/on-user-registered.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const people = dynamoPeople(env.NOTIFICATIONS_TABLE);
const welcomePerson = makeWelcomePerson({
  people,
  notify: makeNotify({
    people,
    notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
    mailQueue: sqsMailQueue(env.MAIL_QUEUE_URL),
  }),
});

export const handler = consume([UserRegistered], welcomePerson);
