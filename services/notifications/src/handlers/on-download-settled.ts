import { DownloadFailed, DownloadPacked } from '@shutterbus/contracts/events/downloads';
import { systemClock } from '@shutterbus/lambda/clock';
import { consume } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import * as z from 'zod';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { sqsMailQueue } from '../adapters/sqs-mail-queue.ts';
import { makeNotify } from '../notify.ts';
import { makeAnnounceDownload } from '../use-cases/announce-download.ts';

/**
 * DownloadPacked, DownloadFailed → tells who asked for their photos, and queues the mail. Safe to repeat.
 * Input: events/notifications/on-download-settled.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const announceDownload = makeAnnounceDownload({
  notify: makeNotify({
    people: dynamoPeople(env.NOTIFICATIONS_TABLE),
    notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
    mailQueue: sqsMailQueue(env.MAIL_QUEUE_URL),
  }),
});

export const handler = consume([DownloadPacked, DownloadFailed], announceDownload);
