import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts, type TransactWrite } from '@shutterbus/lambda/outbox';
import { isConflict, transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import { ConcurrentChangeError } from '../errors.ts';
import type { UserRepository } from '../ports.ts';
import { type User, userSchema } from '../user.ts';
import { foundDeletes, foundPuts } from './found-items.ts';
import { heldHandleKey, holdHandle, isHeldAt, unlessHeld } from './held-handles.ts';
import { addressKey, leavingKey, profileKey } from './keys.ts';

const handleKey = (handle: string) => ({ pk: `HANDLE#${handle}`, sk: 'HANDLE' });
const handleSchema = z.object({ userId: z.string() });
/** Where a scan ended: a key of any item, as DynamoDB gave it. */
const positionSchema = z.object({ pk: z.string(), sk: z.string() });

/** Items of all kinds that one page of a scan looks at. */
const scannedAtOnce = 250;

/** BatchGetItem may leave keys unprocessed under load; it is asked again this often in all. */
const readAttempts = 3;

/** People in UsersTable. */
export function dynamoUsers(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): UserRepository {
  return {
    find,

    async findByHandle(handle) {
      const userId = await ownerOf(handle);
      return userId === undefined ? undefined : find(userId);
    },

    async findMany(userIds) {
      const found: unknown[] = [];
      let keys: Record<string, unknown>[] = [...new Set(userIds)].map(profileKey);
      for (let attempt = 1; keys.length > 0; attempt += 1) {
        if (attempt > readAttempts) throw new Error('BatchGetItem leaves keys unprocessed');
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys } } }),
        );
        found.push(...(Responses?.[tableName] ?? []));
        keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
      }
      return found.map((item) => userSchema.parse(item));
    },

    async isHandleTaken(handle) {
      const [owner, { Item }] = await Promise.all([
        ownerOf(handle),
        client.send(
          new GetCommand({ TableName: tableName, Key: heldHandleKey(handle), ConsistentRead: true }),
        ),
      ]);
      return owner !== undefined || isHeldAt(clock(), Item);
    },

    async register(user, events) {
      const absent = { TableName: tableName, ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { ...absent, Item: { ...profileKey(user.id), type: 'PROFILE', ...user } } },
              { Put: { ...absent, Item: { ...handleKey(user.handle), type: 'HANDLE', userId: user.id } } },
              ...foundPuts(tableName, user.id, user.findableBy),
              unlessHeld(tableName, clock(), user.handle, user.id),
              ...outboxPuts(tableName, events, clock()),
            ],
          }),
        );
        return 'registered';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        // The reasons stand in the order of the writes.
        const [profile, ...handle] = error.CancellationReasons ?? [];
        if (profile?.Code === 'ConditionalCheckFailed') return 'known';
        if (handle.some(({ Code }) => Code === 'ConditionalCheckFailed')) return 'handle-taken';
        throw error;
      }
    },

    async update(before, after, events) {
      const { displayName, bio, avatar, avatarVersion } = after;
      const given = Object.entries({ displayName, bio, avatar, avatarVersion }).filter(
        ([, value]) => value !== undefined,
      );
      const values = Object.fromEntries(given.map(([name, value]) => [`:${name}`, value]));
      const assignments = given.map(([name]) => `${name} = :${name}`).join(', ');
      await transact(client, ConcurrentChangeError, [
        ...changed(before, after, assignments, values, avatar === undefined ? ' REMOVE avatar' : ''),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async changeHandle(before, after, events) {
      const values = { ':handle': after.handle, ':at': after.handleChangedAt };
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              ...changed(before, after, 'handle = :handle, handleChangedAt = :at', values),
              {
                Put: {
                  TableName: tableName,
                  Item: { ...handleKey(after.handle), type: 'HANDLE', userId: after.id },
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
              unlessHeld(tableName, clock(), after.handle, after.id),
              { Delete: { TableName: tableName, Key: handleKey(before.handle) } },
              holdHandle(tableName, clock(), before.handle, before.id),
              ...outboxPuts(tableName, events, clock()),
            ],
          }),
        );
        return 'changed';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        // The reasons stand in the order of the writes.
        const [profile, ...handle] = error.CancellationReasons ?? [];
        const isFree = handle.every(({ Code }) => Code !== 'ConditionalCheckFailed');
        if (profile?.Code !== 'ConditionalCheckFailed' && !isFree) return 'handle-taken';
        throw isConflict(error) ? new ConcurrentChangeError() : error;
      }
    },

    async listIds(cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          FilterExpression: 'sk = :profile AND attribute_not_exists(leavingUntil)',
          ProjectionExpression: 'id',
          ExpressionAttributeValues: { ':profile': profileKey('').sk },
          Limit: scannedAtOnce,
          ExclusiveStartKey: cursor === undefined ? undefined : positionSchema.parse(decodeCursor(cursor)),
        }),
      );
      return {
        items: Items.map((item) => z.object({ id: z.string() }).parse(item).id),
        nextCursor: encodeCursor(LastEvaluatedKey),
      };
    },

    async remove({ id, handle, version, findableBy, leavingUntil }, events) {
      await transact(client, ConcurrentChangeError, [
        {
          Delete: {
            TableName: tableName,
            Key: profileKey(id),
            ConditionExpression: '#version = :version AND followerCount = :none AND followingCount = :none',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version, ':none': 0 },
          },
        },
        { Delete: { TableName: tableName, Key: handleKey(handle) } },
        { Delete: { TableName: tableName, Key: addressKey(id) } },
        ...(leavingUntil === undefined
          ? []
          : [{ Delete: { TableName: tableName, Key: leavingKey(id, leavingUntil) } }]),
        ...foundDeletes(tableName, id, [], findableBy),
        holdHandle(tableName, clock(), handle),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },
  };

  /** The profile's new version, first, and the entries under which search finds it. */
  function changed(
    before: User,
    after: User,
    assignments: string,
    values: Record<string, unknown>,
    removal = '',
  ): TransactWrite[] {
    return [
      {
        Update: {
          TableName: tableName,
          Key: profileKey(before.id),
          UpdateExpression: `SET ${assignments}, #version = :after, findableBy = :findableBy${removal}`,
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: {
            ...values,
            ':findableBy': after.findableBy ?? [],
            ':before': before.version,
            ':after': after.version,
          },
        },
      },
      ...foundPuts(tableName, before.id, after.findableBy, before.findableBy),
      ...foundDeletes(tableName, before.id, after.findableBy, before.findableBy),
    ];
  }

  async function find(userId: string) {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: profileKey(userId), ConsistentRead: true }),
    );
    return Item && userSchema.parse(Item);
  }

  async function ownerOf(handle: string): Promise<string | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: handleKey(handle), ConsistentRead: true }),
    );
    return Item && handleSchema.parse(Item).userId;
  }
}
