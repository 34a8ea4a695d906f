import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { avatarField } from '@shutterbus/contracts/fields';
import { batchGetAll } from '@shutterbus/lambda/batch-get';
import { documents } from '@shutterbus/lambda/dynamodb';
import { setting } from '@shutterbus/lambda/setting';
import * as z from 'zod';
import type { PersonRepository } from '../ports.ts';

export const personKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PERSON' });
export const personSchema = z.object({
  userId: z.string(),
  handle: z.string().optional(),
  displayName: z.string().optional(),
  avatar: avatarField.optional(),
  email: z.string().optional(),
  gone: z.boolean().optional(),
  mailsOff: z.array(z.string()).optional(),
  appOff: z.array(z.string()).optional(),
  mailKey: z.string().optional(),
  leavingUntil: z.string().optional(),
});
const keySchema = z.object({ mailKey: z.string() });

/** The archive replays what is at most 30 days old, and dead letters are kept for 14. */
const goneForSeconds = 45 * 24 * 60 * 60;

/**
 * The read model of people in NotificationsTable. Name and address come with different events, in any order, so
 * each is written for itself.
 */
export function dynamoPeople(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): PersonRepository {
  return {
    async find(userId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: personKey(userId), ConsistentRead: true }),
      );
      return Item && personSchema.parse(Item);
    },

    rememberName: ({ userId, handle, displayName, avatar, version }) =>
      remember(userId, 'nameVersion', version, { handle, displayName, ...(avatar && { avatar }) }, [
        'avatar',
      ]),

    rememberAddress: ({ userId, email, version }) => remember(userId, 'addressVersion', version, { email }),

    noteLeaving: ({ userId, leavingUntil, version }) =>
      remember(userId, 'leavingVersion', version, leavingUntil === undefined ? {} : { leavingUntil }, [
        'leavingUntil',
      ]),

    async forget(userId, now) {
      const expiresAt = Math.floor(now.getTime() / 1000) + goneForSeconds;
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...personKey(userId), type: 'PERSON', userId, gone: true, expiresAt },
        }),
      );
    },

    async findMany(userIds) {
      const keys = [...new Set(userIds)].map(personKey);
      const found = (await batchGetAll(client, tableName, keys)).map((item) => personSchema.parse(item));
      return new Map(found.map((person) => [person.userId, person]));
    },

    async choose(userId, { mailsOff, appOff }) {
      const named = Object.entries({ mailsOff, appOff }).filter(([, kinds]) => kinds !== undefined);
      if (named.length > 0)
        await write(
          userId,
          named.map(([name]) => `${name} = :${name}`),
          named,
        );
    },

    async keepMailKey(userId, fresh) {
      const kept = await write(userId, ['mailKey = if_not_exists(mailKey, :mailKey)'], [['mailKey', fresh]]);
      return kept === undefined ? fresh : keySchema.parse(kept).mailKey;
    },
  };

  /** Writes what no event brings, and so has no version. @returns the person's item afterwards; nothing of who is gone */
  async function write(
    userId: string,
    assignments: readonly string[],
    values: readonly (readonly [name: string, value: unknown])[],
  ): Promise<unknown> {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: personKey(userId),
          UpdateExpression: `SET ${['#type = :type', 'userId = :userId', ...assignments].join(', ')}`,
          ConditionExpression: 'attribute_not_exists(gone)',
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: {
            ...{ ':type': 'PERSON', ':userId': userId },
            ...Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** Writes some fields of a person, unless `versionField` says that they are as new or newer. Those of `all` that it does not write go. */
  async function remember(
    userId: string,
    versionField: 'nameVersion' | 'addressVersion' | 'leavingVersion',
    version: number,
    fields: Record<string, unknown>,
    all: readonly string[] = [],
  ): Promise<void> {
    const removed = all.filter((name) => !(name in fields));
    const written = setting({ type: 'PERSON', userId, ...fields, [versionField]: version });
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: personKey(userId),
          UpdateExpression: [written.expression, ...removed.map((name) => `REMOVE ${name}`)].join(' '),
          ConditionExpression: `attribute_not_exists(gone) AND (attribute_not_exists(#${versionField}) OR #${versionField} < :${versionField})`,
          ExpressionAttributeNames: written.names,
          ExpressionAttributeValues: written.values,
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
