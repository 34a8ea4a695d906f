import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { OwnQueue } from '../ports.ts';

/** A queue behind one of our own rules. A message looks as the rule writes it, as far as its reader looks. */
export function sqsOwnQueue(
  queueUrl: string,
  client: Pick<SQSClient, 'send'> = new SQSClient(clientSettings()),
): OwnQueue {
  return {
    async again({ source, detailType, detail }) {
      const MessageBody = JSON.stringify({ source, 'detail-type': detailType, detail });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
  };
}
