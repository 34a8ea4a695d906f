import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { DeletionQueue } from '../ports.ts';

/** A queue behind MediaDeleted or UserDeleted. A message looks as the rule writes it, as far as its reader looks. */
export function sqsDeletionQueue(
  queueUrl: string,
  client: Pick<SQSClient, 'send'> = new SQSClient(clientSettings()),
): DeletionQueue {
  return {
    async again({ source, detailType, detail }) {
      const MessageBody = JSON.stringify({ source, 'detail-type': detailType, detail });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
