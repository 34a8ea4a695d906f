import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { userIdField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts, type TransactWrite } from '@shutterbus/lambda/outbox';
import { transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import { ConcurrentChangeError } from '../errors.ts';
import type { LeaverRepository } from '../ports.ts';
import type { User } from '../user.ts';
import { leavingKey, profileKey } from './keys.ts';

/** `<until>#<userId>` */
const leaverSchema = z
  .object({ sk: z.string(), userId: userIdField })
  .transform(({ sk, userId }) => ({ userId, leavingUntil: sk.slice(0, -1 - userId.length) }));

/** Few are over at a time, and a page that is not gone through was read for nothing. */
const pageSize = 100;

/** People who are leaving, in UsersTable: the profile says so, and an item beside it stands where the next to be erased is found. */
export function dynamoLeavers(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): LeaverRepository {
  return {
    async leave(before, after, events) {
      const key = leavingKey(after.id, after.leavingUntil);
      await transact(client, ConcurrentChangeError, [
        profileWrite(before, after, 'SET #version = :after, leavingUntil = :until', {
          ':until': after.leavingUntil,
        }),
        { Put: { TableName: tableName, Item: { ...key, type: 'LEAVING', userId: after.id } } },
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async comeBack(before, after, events) {
      await transact(client, ConcurrentChangeError, [
        profileWrite(before, after, 'SET #version = :after REMOVE leavingUntil'),
        { Delete: { TableName: tableName, Key: leavingKey(before.id, before.leavingUntil) } },
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async close(before, after) {
      await transact(client, ConcurrentChangeError, [
        profileWrite(before, after, 'SET #version = :after, beingErased = :true', { ':true': true }),
      ]);
    },

    async *listOver(by) {
      const pages = paginateQuery(
        { client, pageSize },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :leaving AND sk < :by',
          ExpressionAttributeValues: { ':leaving': leavingKey('', '').pk, ':by': by.toISOString() },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map((item) => leaverSchema.parse(item));
    },
  };

  function profileWrite(
    before: User,
    after: User,
    UpdateExpression: string,
    values: Record<string, unknown> = {},
  ): TransactWrite {
    return {
      Update: {
        TableName: tableName,
        Key: profileKey(before.id),
        UpdateExpression,
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ...values, ':before': before.version, ':after': after.version },
      },
    };
  }
}
