import { MediaPublished } from '@shutterbus/contracts/events/media';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import { systemClock } from '@shutterbus/lambda/clock';
import { consumeQueue } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { metrics } from '@shutterbus/lambda/metrics';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { sqsBacklog } from '../adapters/sqs-backlog.ts';
import { makeLookForNews } from '../use-cases/look-for-news.ts';

/**
 * UserRegistered and MediaPublished, by a queue that holds them back for two minutes: counts NewsMissing, 1 where nobody was told by
 * then, 0 for every other. Changes nothing; a repeat counts again. Input: events/notifications/look-for-news.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const lookForNews = makeLookForNews({
  notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
  followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
  mails: sqsBacklog(env.MAIL_QUEUE_URL),
});

export const handler = consumeQueue([UserRegistered, MediaPublished], async (event) => {
  const { isMissing } = await lookForNews(event);
  metrics.addMetric('NewsMissing', 'Count', isMissing ? 1 : 0);
  if (isMissing) logger.error(`Nobody was told of ${event.detailType}`);
});
