import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

import { mockClient } from 'aws-sdk-client-mock';
import { anna, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import { sqsBacklog } from './sqs-backlog.ts';
import { sqsFanOutQueue } from './sqs-fan-out-queue.ts';
import { sqsMailQueue } from './sqs-mail-queue.ts';
import { sqsStrangers } from './sqs-strangers.ts';

const client = new SQSClient({});
const sqs = mockClient(client);
beforeEach(() => sqs.reset());

describe('sqsMailQueue', () => {
  const keys = Array.from({ length: 23 }, (_, n) => ({
    id: notice(anna, `2026-11-21T12:00:${n + 10}.000Z`).id,
    userId: anna,
  }));

  it('sends ten messages a call, each with its trace', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    await sqsMailQueue('queue', client).enqueue(keys, trace);
    const calls = sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(JSON.parse(calls[2]?.[2]?.MessageBody ?? '')).toEqual({ trace, message: keys[22] });
  });

  it('calls nobody for nothing', async () => {
    await sqsMailQueue('queue', client).enqueue([], trace);
    expect(sqs.calls()).toHaveLength(0);
  });

  it('fails when the queue refuses one', async () => {
    sqs
      .on(SendMessageBatchCommand)
      .resolves({ Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] });
    await expect(sqsMailQueue('queue', client).enqueue(keys.slice(0, 2), trace)).rejects.toThrow('refused 1');
  });
});

describe('sqsFanOutQueue', () => {
  it('sends one message with its trace', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    const fanOut = { mediaId, ownerId: anna, title: 'First snow', publishedAt: noon, cursor: 'next' };
    await sqsFanOutQueue('queue', client).enqueue([fanOut], trace);
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    expect(JSON.parse(entry?.MessageBody ?? '')).toEqual({ trace, message: fanOut });
  });
});

describe('sqsStrangers', () => {
  it('sends who it is with the trace of the request', async () => {
    sqs.on(SendMessageCommand).resolves({});
    await sqsStrangers('queue', client).lookLater({ userId: anna }, trace);
    const { QueueUrl, MessageBody = '' } = sqs.commandCalls(SendMessageCommand)[0]?.args[0].input ?? {};
    expect([QueueUrl, JSON.parse(MessageBody)]).toEqual(['queue', { trace, message: { userId: anna } }]);
  });
});

describe('sqsBacklog', () => {
  it('says how many messages nobody has received', async () => {
    sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '3' } });
    expect(await sqsBacklog('queue', client).waiting()).toBe(3);
  });
});
