import { MediaPublished } from '@shutterbus/contracts/events/media';
import { UserRegistered } from '@shutterbus/contracts/events/users';
import { userIdField } from '@shutterbus/contracts/fields';
import { batchHandler } from '@shutterbus/lambda/batch';
import { systemClock } from '@shutterbus/lambda/clock';
import { handOverEvent } from '@shutterbus/lambda/consume';
import { readEnv } from '@shutterbus/lambda/env';
import { logger } from '@shutterbus/lambda/logger';
import { metrics } from '@shutterbus/lambda/metrics';
import { handOverMessage, isMessage } from '@shutterbus/lambda/queue';
import * as z from 'zod';
import { dynamoFollowers } from '../adapters/dynamo-followers.ts';
import { dynamoNotices } from '../adapters/dynamo-notices.ts';
import { dynamoPeople } from '../adapters/dynamo-people.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { dynamoPublications } from '../adapters/dynamo-publications.ts';
import { sqsBacklog } from '../adapters/sqs-backlog.ts';
import { makeLookForNews } from '../use-cases/look-for-news.ts';

/**
 * UserRegistered and MediaPublished, and people who were unknown here, by a queue that holds them back for two minutes: counts
 * NewsMissing, 1 where nobody was told by then, 0 for every other. Changes nothing; a repeat counts again.
 * Input: events/notifications/look-for-news.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1), MAIL_QUEUE_URL: z.url() });
const lookForNews = makeLookForNews({
  notices: dynamoNotices(env.NOTIFICATIONS_TABLE, systemClock),
  followers: dynamoFollowers(env.NOTIFICATIONS_TABLE),
  people: dynamoPeople(env.NOTIFICATIONS_TABLE),
  photos: dynamoPhotos(env.NOTIFICATIONS_TABLE, systemClock),
  publications: dynamoPublications(env.NOTIFICATIONS_TABLE, systemClock),
  mails: sqsBacklog(env.MAIL_QUEUE_URL),
});
const stranger = z.object({ userId: userIdField });

function count({ isMissing }: { isMissing: boolean }, complaint: string): void {
  metrics.addMetric('NewsMissing', 'Count', isMissing ? 1 : 0);
  if (isMissing) logger.error(complaint);
}

export const handler = batchHandler((body) =>
  isMessage(body)
    ? handOverMessage(
        stranger,
        async (one) => count(await lookForNews.ofStranger(one), 'Nobody was told of a person'),
        body,
      )
    : handOverEvent(
        [UserRegistered, MediaPublished],
        async (event) => count(await lookForNews.ofEvent(event), `Nobody was told of ${event.detailType}`),
        body,
      ),
);
