import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '@shutterbus/lambda/batch-get';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { transact } from '@shutterbus/lambda/transact';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionSetRepository } from '../ports.ts';
import { type RenditionSet, renditionSetSchema } from '../rendition-set.ts';

/** Longer than anything under way can be late; a replay from the archive finds no original after that. */
const deletedKeptForSeconds = 7 * 24 * 60 * 60;

const setKey = (mediaId: string) => ({ pk: `MEDIA#${mediaId}`, sk: 'RENDITIONS' });

const ownerKey = (ownerId: string) => `OWNER#${ownerId}`;

/** What is erased leaves gsi1 and expires; what is not stays in it, however long that takes. */
function itemOf(set: RenditionSet): Record<string, unknown> {
  const { mediaId, ownerId, deletedAt, erased } = set;
  const expiresAt = erased && deletedAt && Math.floor(Date.parse(deletedAt) / 1000) + deletedKeptForSeconds;
  return {
    ...{ ...setKey(mediaId), type: 'RENDITIONS', ...set },
    ...(expiresAt && { expiresAt }),
    ...(!erased && { gsi1pk: ownerKey(ownerId), gsi1sk: `MEDIA#${mediaId}` }),
  };
}

/** Rendition sets in ThumbnailsTable. */
export function dynamoRenditionSets(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): RenditionSetRepository {
  return {
    async find(mediaId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: setKey(mediaId), ConsistentRead: true }),
      );
      return Item && renditionSetSchema.parse(Item);
    },

    async findMany(mediaIds) {
      const found = await batchGet(client, tableName, mediaIds.map(setKey));
      return found.map((item) => renditionSetSchema.parse(item));
    },

    async holdsAnyOf(ownerId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :owner',
          ExpressionAttributeValues: { ':owner': ownerKey(ownerId) },
          Limit: 1,
        }),
      );
      return Items.length > 0;
    },

    async save(set, events) {
      const saved = { ...set, revision: set.revision + 1 };
      const put = {
        TableName: tableName,
        Item: itemOf(saved),
        ...(set.revision === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'revision = :revision',
              ExpressionAttributeValues: { ':revision': set.revision },
            }),
      };
      await transact(client, ConcurrentChangeError, [
        { Put: put },
        ...outboxPuts(tableName, events, clock()),
      ]);
      return saved;
    },
  };
}
