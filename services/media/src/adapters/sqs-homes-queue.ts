import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { HomesQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** HomesQueue: what the rule puts there, with a cursor beside it. */
export function sqsHomesQueue(queueUrl: string, client: SQSClient = sqs): HomesQueue {
  return {
    async goOn({ source, detailType, detail }, cursor) {
      const body = { source, 'detail-type': detailType, detail, cursor };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(body) }));
    },
  };
}
