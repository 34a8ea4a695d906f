import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { queueBody } from '@shutterbus/lambda/queue';
import { sendMessages } from '@shutterbus/lambda/send-messages';
import type { MailQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** What was queued twice is sent once. */
export const sqsMailQueue = (queueUrl: string, client: SQSClient = sqs): MailQueue => ({
  enqueue: (keys, trace) =>
    sendMessages(
      client,
      queueUrl,
      keys.map(({ id, userId }) => queueBody({ id, userId }, trace)),
    ),
});
