import { randomBytes } from 'node:crypto';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { notYetWhen } from '@shutterbus/lambda/not-yet';
import { parameter } from '@shutterbus/lambda/parameter';
import { queueHandler } from '@shutterbus/lambda/queue';
import { ulid } from 'ulid';
import * as z from 'zod';
import { dynamoAddresses } from '../adapters/dynamo-addresses.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoPictures } from '../adapters/dynamo-pictures.ts';
import { dynamoPublications } from '../adapters/dynamo-publications.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { MailInProgressError } from '../errors.ts';
import { noticeSchema } from '../notice.ts';
import { makeSendMail } from '../use-cases/send-mail.ts';

/**
 * MailQueue → sends the mail of one notification through SES. Events: NotificationSent, NotificationFailed.
 * A repeated message sends nothing. A mail without an answer is sent once more and then counts as sent; whatever SES did not
 * take goes back to the queue, and after five times to its dead letters. Input: events/notifications/send-mail.json
 */
const env = readEnv({
  NOTIFICATIONS_TABLE: z.string().min(1),
  MAIL_FROM_PARAMETER: z.string().min(1),
  MAIL_CONFIGURATION_SET: z.string().min(1),
  WEB_ORIGIN_PARAMETER: z.string().min(1),
});
const sendMail = makeSendMail({
  notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
  people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  addresses: dynamoAddresses(env.NOTIFICATIONS_TABLE),
  photos: dynamoPhotos(env.NOTIFICATIONS_TABLE, systemClock),
  pictures: dynamoPictures(env.NOTIFICATIONS_TABLE, systemClock),
  publications: dynamoPublications(env.NOTIFICATIONS_TABLE, systemClock),
  mailer: sesMailer(parameter(env.MAIL_FROM_PARAMETER), env.MAIL_CONFIGURATION_SET),
  webOrigin: parameter(env.WEB_ORIGIN_PARAMETER),
  clock: systemClock,
  newId: () => ulid(),
  newKey: () => randomBytes(32).toString('base64url'),
});

export const handler = queueHandler(noticeSchema.pick({ id: true, userId: true }), async (key, context) => {
  // A mail waits, so copies of its message often meet: no fault.
  const sent = await sendMail(key, context).catch(notYetWhen(MailInProgressError));
  if (sent === 'unconfirmed')
    logger.warn('Mail counts as sent, without an answer to either copy', { notificationId: key.id });
});
