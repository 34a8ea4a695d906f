import { readItems } from './held-items.ts';

const calls: [string, unknown][] = [];
const answers: Record<string, Record<string, unknown>> = {
  DescribeTable: {
    Table: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'pk', AttributeType: 'N' },
      ],
    },
  },
  Scan: {
    Items: [
      {
        ...{ pk: { N: '7' }, sk: { S: 'a' }, big: { N: '12345678901234567890' }, none: { NULL: true } },
        ...{ list: { L: [{ BOOL: true }, { M: { n: { N: '1.5' } } }] }, many: { NS: ['1', '2'] } },
      },
    ],
    LastEvaluatedKey: { pk: { N: '7' }, sk: { S: 'a' } },
  },
  Query: { Items: [] },
};
const read = readItems({
  async call(operation, input) {
    calls.push([operation, input]);
    return answers[operation] ?? {};
  },
});

describe('readItems', () => {
  it('shows items without the types of DynamoDB, by their keys, and where the next page begins', async () => {
    expect(await read('bills', undefined, undefined)).toEqual({
      held: [
        {
          ...{ title: '7 / a', notes: ['4 more attributes'] },
          content: {
            ...{ pk: 7, sk: 'a', big: '12345678901234567890', none: null, list: [true, { n: 1.5 }] },
            many: [1, 2],
          },
        },
      ],
      next: '{"pk":{"N":"7"},"sk":{"S":"a"}}',
    });
  });

  it('asks for one partition key by its type, from where the page before ended', async () => {
    await read('bills', '{"pk":{"N":"7"}}', '7');
    expect(calls.at(-1)).toEqual([
      'Query',
      expect.objectContaining({
        ExclusiveStartKey: { pk: { N: '7' } },
        ExpressionAttributeNames: { '#partition': 'pk' },
        ExpressionAttributeValues: { ':sought': { N: '7' } },
      }),
    ]);
    await expect(read('bills', '{', undefined)).rejects.toThrow(SyntaxError);
  });
});
