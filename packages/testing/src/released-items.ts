import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { itemsOfCard } from './card-items.ts';
import { useDynamoDb } from './dynamodb.ts';

/** The people whom the items of all services speak of: Ben follows Anna, Cleo is leaving, Dora is gone. */
export const releasedPeople = {
  anna: '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11',
  ben: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22',
  cleo: '7c9e2f64-1b0a-4f5e-8d3c-4a6b1e2d9f33',
  dora: '8e3d4c75-2c1b-4a6f-9e4d-5b7c2f3e0a44',
};

/** Items that no adapter of a service reads, by how their keys begin, each with the reason. */
const readElsewhere = {
  'OUTBOX#': 'an event, which every later release reads: tests/contracts/released-events.test.ts',
  'LIMIT#': 'one number, for an hour; who has none begins anew: packages/lambda/src/person-limits.ts',
};

interface Item {
  pk: string;
  sk: string;
  type: string;
  [attribute: string]: unknown;
}

/** A set of DynamoDB is written `{ "set": [ … ] }`. */
const withSets = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'set' in value && Array.isArray(value.set)
    ? new Set(value.set)
    : value;

/** What the adapters in this folder write as the `type` of an item. */
function typesWrittenIn(folder: string): string[] {
  const sources = readdirSync(folder).filter((file) => /^[\w-]+\.ts$/.test(file));
  const texts = sources.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(/\btype'?: '([A-Z]+)'/g)].map(([, type = '']) => type)),
    ),
  ];
}

/**
 * What the release before wrote: during a release, and long after it, this one reads it. To be called where tests are described;
 * it looks whether each kind of item is there that the service's card has, and each that its adapters write.
 * @param folder of the service's adapters, which holds `released-items.json`
 * @param indexes how many the service's table has
 */
export function useReleasedItems(folder: string, indexes: number) {
  const db = useDynamoDb({ indexes });
  const items: Item[] = JSON.parse(readFileSync(path.join(folder, 'released-items.json'), 'utf8'), withSets);

  it('are there of each kind that the card has', () => {
    const kinds = itemsOfCard(readFileSync(path.join(folder, '../../README.md'), 'utf8'));
    const own = kinds.filter(
      ({ name }) => !Object.keys(readElsewhere).some((beginning) => name.startsWith(beginning)),
    );
    const missing = own.filter((kind) => !items.some((item) => kind.has(item)));
    expect(missing.map(({ name }) => name)).toEqual([]);
    const unknown = items.filter((item) => !kinds.some((kind) => kind.has(item)));
    expect(unknown.map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([]);
  });

  it('are there of each kind that is written', () => {
    const there = new Set(items.map(({ type }) => type));
    expect(typesWrittenIn(folder).filter((type) => !there.has(type))).toEqual([]);
  });

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
