import { batchHandler } from '@shutterbus/lambda/batch';
import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { logged } from '@shutterbus/lambda/logged';
import { logger } from '@shutterbus/lambda/logger';
import * as z from 'zod';
import { dynamoAddresses } from '../adapters/dynamo-addresses.ts';
import { mailFeedbackSchema } from '../mail-feedback.ts';
import { makeEndAddress } from '../use-cases/end-address.ts';

/**
 * Email Bounced and Email Complaint Received of SES, by MailFeedbackQueue → no mail goes to such an address any more. Safe to repeat, in any
 * order. Input: events/notifications/on-mail-feedback.json
 */
const env = readEnv({ NOTIFICATIONS_TABLE: z.string().min(1) });
const endAddress = makeEndAddress({
  addresses: dynamoAddresses(env.NOTIFICATIONS_TABLE),
  clock: systemClock,
});

export const handler = batchHandler(async (body) => {
  const feedback = mailFeedbackSchema.parse(body);
  await logged({ mailId: feedback.detail.mail.messageId }, 'Feedback on a mail failed', async () => {
    const { ended } = await endAddress(feedback);
    logger.info(`Received ${feedback.detail.eventType}`, { addressesEnded: ended });
  });
});
