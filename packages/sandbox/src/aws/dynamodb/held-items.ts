import * as z from 'zod';
import { type Held, heldOnPage, type ReadHeld } from '../../core/held.ts';
import type { EngineClient } from './engine-client.ts';

type Attribute = Record<string, unknown>;

const description = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  }),
});
const page = z.object({
  Items: z.array(z.record(z.string(), z.record(z.string(), z.unknown()))),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

/** Items of a table as the engine scans them, or all with one partition key in the order of their sort keys. */
export const readItems =
  (client: Pick<EngineClient, 'call'>): ReadHeld =>
  async (TableName, from, sought) => {
    const { Table } = description.parse(await client.call('DescribeTable', { TableName }));
    const keys = Table.KeySchema.map(({ AttributeName }) => AttributeName);
    const [partition = ''] = keys;
    const type = Table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === partition);
    const limits = {
      ...{ TableName, Limit: heldOnPage },
      ...(from !== undefined && { ExclusiveStartKey: JSON.parse(from) as unknown }),
    };
    const answer = page.parse(
      sought === undefined
        ? await client.call('Scan', limits)
        : await client.call('Query', {
            ...limits,
            KeyConditionExpression: '#partition = :sought',
            ExpressionAttributeNames: { '#partition': partition },
            ExpressionAttributeValues: { ':sought': { [type?.AttributeType ?? 'S']: sought } },
          }),
    );
    const held = answer.Items.map((item): Held => {
      const plain = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainOf(value)]));
      const others = Object.keys(plain).filter((name) => !keys.includes(name));
      return {
        title: keys.map((name) => String(plain[name])).join(' / '),
        notes: [`${others.length} more attributes`],
        content: plain,
      };
    });
    const { LastEvaluatedKey: last } = answer;
    return { held, ...(last && { next: JSON.stringify(last) }) };
  };

/** Without DynamoDB's types; a number that JavaScript cannot hold stays text. */
function plainOf(attribute: Attribute): unknown {
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case 'N':
      return plainNumber(String(value));
    case 'NS':
      return (value as string[]).map(plainNumber);
    case 'NULL':
      return null;
    case 'L':
      return (value as Attribute[]).map(plainOf);
    case 'M':
      return Object.fromEntries(
        Object.entries(value as Record<string, Attribute>).map(([name, one]) => [name, plainOf(one)]),
      );
    default:
      return value;
  }
}

const plainNumber = (text: string): number | string => (String(Number(text)) === text ? Number(text) : text);
