import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { processBatch } from './batch.ts';
import { comeBackSoon } from './come-back-soon.ts';

const client = new SQSClient({ region: 'us-east-1' });
const mock = mockClient(client);
const comeBack = comeBackSoon('https://sqs.example.com/queue', client);
const record = (messageId: string, receiveCount: number, body = '{}') =>
  ({
    messageId,
    receiptHandle: `handle-of-${messageId}`,
    body,
    attributes: { ApproximateReceiveCount: String(receiveCount) },
  }) as SQSRecord;
const hidden = () =>
  mock
    .commandCalls(ChangeMessageVisibilityCommand)
    .map(({ args: [{ input }] }) => [input.ReceiptHandle, input.VisibilityTimeout]);

describe('comeBackSoon', () => {
  beforeEach(() => {
    mock.reset();
    mock.on(ChangeMessageVisibilityCommand).resolves({});
  });

  it('hides a message for longer each time that it failed, and then for as long as its queue does', async () => {
    for (const count of [1, 2, 3, 4, 5, 6]) await comeBack([record('a', count)]);
    expect(hidden().map(([, seconds]) => seconds)).toEqual([5, 20, 80, 320]);
  });

  it('is told of the failed ones of a batch alone', async () => {
    const records = [record('good', 1), record('bad', 1, 'no JSON')];
    const { batchItemFailures } = await processBatch(records, async () => undefined, comeBack);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'bad' }]);
    expect(hidden()).toEqual([['handle-of-bad', 5]]);
  });

  it('is told of all when all failed, before Lambda is', async () => {
    const fail = async () => {
      throw new Error('nothing works');
    };
    await expect(processBatch([record('a', 1), record('b', 2)], fail, comeBack)).rejects.toThrow('All 2');
    expect(hidden()).toEqual([
      ['handle-of-a', 5],
      ['handle-of-b', 20],
    ]);
  });

  it('leaves a batch as it is when the queue does not answer', async () => {
    mock.on(ChangeMessageVisibilityCommand).rejects(new Error('not in flight'));
    await expect(comeBack([record('a', 1)])).resolves.toBeUndefined();
  });
});
