import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { queueBody } from '@shutterbus/lambda/queue';
import { sendMessages } from '@shutterbus/lambda/send-messages';
import type { FanOutQueue } from '../ports.ts';

const sqs = new SQSClient(clientSettings());

/** What was queued twice tells nobody twice. */
export const sqsFanOutQueue = (queueUrl: string, client: SQSClient = sqs): FanOutQueue => ({
  enqueue: (fanOuts, trace) =>
    sendMessages(
      client,
      queueUrl,
      fanOuts.map((fanOut) => queueBody(fanOut, trace)),
    ),
});
