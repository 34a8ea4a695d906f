import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { Backlog } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** What SQS says, which is near enough: a queue that is worked off has nothing that can be received. */
export function sqsBacklog(queueUrl: string, client: SQSClient = sqs): Backlog {
  return {
    async waiting() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}
