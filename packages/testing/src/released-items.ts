import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { useDynamoDb } from './dynamodb.ts';

/** The two people whom the items of all services speak of: Ben follows Anna. */
export const releasedPeople = {
  anna: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
  ben: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
};

/**
 * What the release before wrote: during a release, and long after it, this one reads it. To be called where tests are described.
 * @param folder of the service's adapters, which holds `released-items.json`
 * @param indexes how many the service's table has
 */
export function useReleasedItems(folder: string, indexes: number) {
  const db = useDynamoDb({ indexes });
  const items: Record<string, unknown>[] = JSON.parse(
    readFileSync(path.join(folder, 'released-items.json'), 'utf8'),
  );
  return {
    /** A text of the first item of this type. @throws Error when there is none */
    textOf(type: string, attribute: string): string {
      const text = items.find((item) => item.type === type)?.[attribute];
      if (typeof text !== 'string') throw new Error(`No ${type} has the text ${attribute}`);
      return text;
    },
    /** @returns the name of a new table that holds them all */
    async table(): Promise<string> {
      const name = await db.freshTable();
      const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
      for (const Item of items) await client.send(new PutCommand({ TableName: name, Item }));
      return name;
    },
  };
}
