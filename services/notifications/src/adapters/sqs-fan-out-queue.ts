import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { queueBody } from '@shutterbus/lambda/queue';
import type { FanOutQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

export function sqsFanOutQueue(queueUrl: string, client: SQSClient = sqs): FanOutQueue {
  return {
    async enqueue(fanOut, trace) {
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: queueBody(fanOut, trace) }),
      );
    },
  };
}
