import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { sendMessages } from '@shutterbus/lambda/send-messages';
import type { HomesQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** HomesQueue: what the rule puts there, with a range of followers beside it. */
export function sqsHomesQueue(queueUrl: string, client: SQSClient = sqs): HomesQueue {
  return {
    goOn: ({ source, detailType, detail }, ranges) =>
      sendMessages(
        client,
        queueUrl,
        ranges.map((range) => JSON.stringify({ source, 'detail-type': detailType, detail, ...range })),
      ),
  };
}
