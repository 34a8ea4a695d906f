import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { queueBody } from '@shutterbus/lambda/queue';
import type { Strangers } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** NewsQueue, which holds back for two minutes whatever it gets. */
export function sqsStrangers(queueUrl: string, client: SQSClient = sqs): Strangers {
  return {
    async lookLater(stranger, trace) {
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: queueBody(stranger, trace) }),
      );
    },
  };
}
