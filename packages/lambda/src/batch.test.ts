import type { SQSRecord } from 'aws-lambda';
import { lambdaContext } from './api-event.fixture.ts';
import { tallyHandler } from './batch.ts';

const message = (messageId: string, body: string): SQSRecord => ({
  ...{ messageId, body, receiptHandle: messageId, md5OfBody: '', messageAttributes: {} },
  attributes: {
    ...{ ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: 'sender' },
    ApproximateFirstReceiveTimestamp: '0',
  },
  ...{
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:queue',
    awsRegion: 'us-east-1',
  },
});

describe('tallyHandler', () => {
  const tallied: [string, number][] = [];
  const handler = tallyHandler(async (text, count) => {
    if (text === 'bad') throw new Error('no');
    tallied.push([text, count]);
  });
  beforeEach(() => void tallied.splice(0));

  it('works each text once, with how often it came, and reports all messages of one that failed', async () => {
    const Records = ['a', 'bad', 'a', '{not json', 'bad', 'a'].map((body, index) =>
      message(`m${index}`, body),
    );
    expect(await handler({ Records }, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm4' }],
    });
    expect(tallied).toEqual([
      ['a', 3],
      ['{not json', 1],
    ]);
  });

  it('takes an empty batch, and throws when nothing succeeded', async () => {
    expect(await handler({ Records: [] }, lambdaContext())).toEqual({ batchItemFailures: [] });
    await expect(handler({ Records: [message('m1', 'bad')] }, lambdaContext())).rejects.toThrow(
      'All 1 messages',
    );
  });
});
