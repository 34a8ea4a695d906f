import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Consumed, countConsumed } from '@shutterbus/testing/consumed-capacity';
import { useDynamoDb } from '@shutterbus/testing/dynamodb';
import { dynamoPhotoLists } from './dynamo-photo-lists.ts';
import { manyPublished } from './many-published.fixture.ts';
import { feedPartitions, itemOf } from './photo-item.ts';

describe('a page of everybody’s feed', () => {
  const db = useDynamoDb({ indexes: 2 });

  /** What each of the first ten pages consumes, over so many photos. */
  async function costsOver(count: number): Promise<Consumed[]> {
    const table = await db.freshTable();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const requests = manyPublished(count).map((photo) => ({ PutRequest: { Item: itemOf(photo) } }));
    for (let start = 0; start < requests.length; start += 25)
      await client.send(
        new BatchWriteCommand({ RequestItems: { [table]: requests.slice(start, start + 25) } }),
      );
    const consumed = countConsumed(client);
    const lists = dynamoPhotoLists(table, client);
    const costs: Consumed[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 10; page += 1) {
      const { items, nextCursor } = await lists.listPublished(undefined, { limit: 20, cursor });
      expect(items).toHaveLength(20);
      costs.push(consumed());
      cursor = nextCursor;
    }
    return costs;
  }

  // Up to a hundred thousand: npm run bench:feeds
  it.each([200, 1000])('costs what two or three of one partition would, over %d photos', async (count) => {
    const costs = await costsOver(count);
    for (const { requests, readUnits } of costs) {
      expect(readUnits).toBeGreaterThan(6);
      expect(readUnits).toBeLessThan(21);
      expect(requests).toBeLessThanOrEqual(2 * feedPartitions.length);
    }
    expect(costs.reduce((sum, { readUnits }) => sum + readUnits, 0) / costs.length).toBeLessThan(17);
  });
});
