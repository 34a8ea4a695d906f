import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { avatarField } from '@shutterbus/contracts/fields';
import { batchGetAll } from '@shutterbus/lambda/batch-get';
import { documents } from '@shutterbus/lambda/dynamodb';
import { retryOnConflict } from '@shutterbus/lambda/retry-on-conflict';
import { setting } from '@shutterbus/lambda/setting';
import * as z from 'zod';
import { type Author, type KnownPerson, remembering } from '../author.ts';
import type { AuthorRepository } from '../ports.ts';

const authorSchema = z.object({
  userId: z.string(),
  handle: z.string(),
  displayName: z.string(),
  avatar: avatarField.optional(),
  version: z.int().positive(),
  // Of a row from before this was kept: it was there first.
  handleSince: z.string().default(''),
  leavingUntil: z.string().optional(),
});

/** Of a person of whom no more is known than whether they are leaving. */
const isNamed = (item: Record<string, unknown>): boolean => 'version' in item;

/** What is left of somebody who is gone. */
const goneSchema = z.object({ userId: z.string(), gone: z.literal(true) });
const isGone = (item: unknown): boolean => goneSchema.safeParse(item).success;

const unnamedSchema = authorSchema.pick({ userId: true, leavingUntil: true });

/** @returns no more of who is gone than that */
function personIn(item: Record<string, unknown>): KnownPerson {
  if (isGone(item)) return goneSchema.parse(item);
  return (isNamed(item) ? authorSchema : unnamedSchema).parse(item);
}

/** The archive replays what is at most 30 days old, and dead letters are kept for 14. */
const goneForSeconds = 45 * 24 * 60 * 60;

const authorKey = (userId: string) => ({ pk: `AUTHOR#${userId}`, sk: 'AUTHOR' });
const handleKey = (handle: string) => `HANDLE#${handle}`;

/** Another event of the same person was written between reading and writing. */
class OvertakenError extends Error {
  constructor() {
    super('events of one person came between, again and again');
  }
}

/**
 * The read model of people in MediaTable; found by handle through gsi1, in the order of who had it first. An event of
 * somebody else with the same handle takes nothing away from the first, whichever comes first.
 */
export function dynamoAuthors(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AuthorRepository {
  return {
    async remember(told) {
      // The same event may arrive several times at once; the second reading finds what the first wrote.
      await retryOnConflict(OvertakenError, async () => {
        const item = await find(told.userId);
        if (isGone(item)) return;
        const known = item && isNamed(item) ? authorSchema.parse(item) : undefined;
        const author = remembering(known, told);
        if (known?.version === author.version && known.handleSince === author.handleSince) return;
        await put(author, known);
      });
    },

    async noteLeaving({ userId, leavingUntil, version }) {
      const told = leavingUntil === undefined ? ' REMOVE leavingUntil' : ', leavingUntil = :until';
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: authorKey(userId),
            UpdateExpression: `SET #type = :type, userId = :userId, leavingVersion = :version${told}`,
            ConditionExpression:
              'attribute_not_exists(gone) AND (attribute_not_exists(leavingVersion) OR leavingVersion < :version)',
            ExpressionAttributeNames: { '#type': 'type' },
            ExpressionAttributeValues: {
              ':type': 'AUTHOR',
              ':userId': userId,
              ':version': version,
              ...(leavingUntil !== undefined && { ':until': leavingUntil }),
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async forget(userId, now) {
      const expiresAt = Math.floor(now.getTime() / 1000) + goneForSeconds;
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...authorKey(userId), type: 'AUTHOR', userId, gone: true, expiresAt },
        }),
      );
    },

    wasForgotten: async (userId) => isGone(await find(userId)),

    async findMany(userIds) {
      const found = await batchGetAll(client, tableName, userIds.map(authorKey));
      return found.map(personIn);
    },

    async findByHandle(handle) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :handle',
          ExpressionAttributeValues: { ':handle': handleKey(handle) },
          Limit: 1,
        }),
      );
      return Items[0] && authorSchema.parse(Items[0]);
    },
  };

  async function find(userId: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: authorKey(userId), ConsistentRead: true }),
    );
    return Item;
  }

  /** Leaves alone whether the person is leaving. @throws OvertakenError when the row is no longer as it was read */
  async function put(author: Author, known: Author | undefined): Promise<void> {
    const { userId, handle, displayName, avatar, version, handleSince } = author;
    const written = setting({
      ...{ type: 'AUTHOR', userId, handle, displayName, version, handleSince },
      ...(avatar && { avatar }),
      gsi1pk: handleKey(handle),
      gsi1sk: `AUTHOR#${handleSince}#${userId}`,
    });
    const asRead = known
      ? {
          condition: '#version = :known AND (handleSince = :since OR attribute_not_exists(handleSince))',
          values: { ':known': known.version, ':since': known.handleSince },
        }
      : { condition: 'attribute_not_exists(gone) AND attribute_not_exists(#version)', values: {} };
    try {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: authorKey(userId),
          UpdateExpression: `${written.expression}${avatar ? '' : ' REMOVE avatar'}`,
          ConditionExpression: asRead.condition,
          ExpressionAttributeNames: written.names,
          ExpressionAttributeValues: { ...written.values, ...asRead.values },
        }),
      );
    } catch (error) {
      throw error instanceof ConditionalCheckFailedException ? new OvertakenError() : error;
    }
  }
}
