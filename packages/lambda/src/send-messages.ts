import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const messagesPerCall = 10;

/** @throws Error when the queue refuses a message; the caller repeats the whole, so messages have to bear being there twice */
export async function sendMessages(client: SQSClient, queueUrl: string, bodies: readonly string[]) {
  for (let start = 0; start < bodies.length; start += messagesPerCall) {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: bodies
          .slice(start, start + messagesPerCall)
          .map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    );
    if (Failed.length > 0) throw new Error(`the queue refused ${Failed.length} messages`);
  }
}
