import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { ulidField } from '@shutterbus/contracts/fields';
import type { Clock } from '@shutterbus/lambda/clock';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import { type CommentClaim, type CommentKey, commentClaimSchema, commentSchema } from '../comment.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { CommentRepository } from '../ports.ts';
import { countUpdate } from './answer-items.ts';
import { findLeftBy, leftBy } from './left-behind.ts';

const partitionOf = (mediaId: string) => `MEDIA#${mediaId}`;
const commentKey = ({ mediaId, commentId }: CommentKey) => ({
  pk: partitionOf(mediaId),
  sk: `COMMENT#${commentId}`,
});
const claimKey = (authorId: string, key: string) => ({ pk: `CLAIM#${authorId}`, sk: `COMMENT-KEY#${key}` });

const keySchema = commentSchema.pick({ mediaId: true, commentId: true });

/** Where a page ended. The partition is never taken from the caller. */
const positionSchema = z.object({ id: ulidField });

/** A client that repeats a request later than this says it again. */
const claimedForSeconds = 24 * 60 * 60;

/** Comments, beside the photos in MediaTable. */
export function dynamoComments(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): CommentRepository {
  return {
    async find(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: commentKey(key), ConsistentRead: true }),
      );
      return Item && commentSchema.parse(Item);
    },

    async claimOf(authorId, key) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: claimKey(authorId, key), ConsistentRead: true }),
      );
      return Item && commentClaimSchema.parse(Item);
    },

    async add(comment, events, claim) {
      const items = [
        {
          ...commentKey(comment),
          ...leftBy(comment.authorId, `COMMENT#${comment.commentId}`),
          ...{ type: 'COMMENT', ...comment },
        },
        ...(claim ? [claimItem(claim)] : []),
      ];
      await transact(client, ConcurrentChangeError, [
        ...items.map((Item) => ({
          Put: { TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' },
        })),
        countUpdate(tableName, comment.mediaId, 'comments', 1),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async remove(comment, events) {
      const Key = commentKey(comment);
      await transact(client, ConcurrentChangeError, [
        { Delete: { TableName: tableName, Key, ConditionExpression: 'attribute_exists(pk)' } },
        countUpdate(tableName, comment.mediaId, 'comments', -1),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async drop(key) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: commentKey(key) }));
    },

    async someOf(authorId, limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({ TableName: tableName, ...findLeftBy(authorId, 'COMMENT#'), Limit: limit }),
      );
      return Items.map((item) => keySchema.parse(item));
    },

    async list(mediaId, { limit, cursor }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :photo AND begins_with(sk, :comment)',
          ExpressionAttributeValues: { ':photo': partitionOf(mediaId), ':comment': 'COMMENT#' },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: startAfter(mediaId, cursor),
        }),
      );
      const items = Items.map((item) => commentSchema.parse(item));
      const last = LastEvaluatedKey && items.at(-1);
      return { items, nextCursor: encodeCursor(last && { id: last.commentId }) };
    },
  };

  function claimItem(claim: CommentClaim) {
    const expiresAt = Math.floor(clock().getTime() / 1000) + claimedForSeconds;
    return { ...claimKey(claim.authorId, claim.key), type: 'CLAIM', ...claim, expiresAt };
  }
}

function startAfter(mediaId: string, cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const position = positionSchema.safeParse(decodeCursor(cursor));
  if (!position.success)
    throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
  return commentKey({ mediaId, commentId: position.data.id });
}
