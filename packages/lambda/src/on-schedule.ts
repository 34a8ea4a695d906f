import * as z from 'zod';
import { logged } from './logged.ts';
import { logger } from './logger.ts';
import { watchedHandler } from './watched.ts';

/** What a rule with a schedule hands over. */
export const scheduledEvent = z.object({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
});

/**
 * The handler behind a schedule. It takes nothing else, so that a release's hook can ask whether a version loads without
 * its doing anything. A throw makes Lambda try again twice, and then leave word at the OnFailure destination.
 * @param work says what it did, in numbers, for the log
 */
export const onSchedule = (work: () => Promise<Record<string, number>>) =>
  watchedHandler<unknown, Record<string, number>>(async (arrived, { awsRequestId }) => {
    scheduledEvent.parse(arrived);
    return logged({ correlationId: awsRequestId }, 'Scheduled work failed', async () => {
      const done = await work();
      logger.info('Scheduled work done', done);
      return done;
    });
  });
