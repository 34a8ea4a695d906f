import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '@shutterbus/contracts/domain-error';
import { ulidField } from '@shutterbus/contracts/fields';
import { batchGet } from '@shutterbus/lambda/batch-get';
import { decodeCursor, encodeCursor } from '@shutterbus/lambda/cursor';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import { isPublished, type Photo, tagsOf } from '../photo.ts';
import type { Page, PageRequest, PhotoLists } from '../ports.ts';
import { newestOf, type ReadPart } from './newest-of.ts';
import { feedPartitions, ownerFeedKey, ownerKey, photoKey, photoOf } from './photo-item.ts';
import { taggedOf, tagPartition } from './tag-items.ts';

/**
 * Where in an index a page ended, whichever partition its last photo stood in: the photo's id, in the feeds after the time of
 * publication. The form is checked because DynamoDB refuses a key that is empty or longer than 1,024 bytes.
 */
const positionSchema = z.object({
  id: ulidField,
  at: z.string().regex(/^([\d:.TZ-]{20,30}#)?[0-9A-Z]{26}$/),
});

/** Where in gsi1 a scan ended, at a photo or at a person: the key as DynamoDB gave it. */
const keyText = z.string().min(1).max(200);
const scanPositionSchema = z.strictObject({ pk: keyText, sk: keyText, gsi1pk: keyText, gsi1sk: keyText });

/** Lists of photos in MediaTable. Apart from the photos, since few functions list, and each loads all of what it has. */
export function dynamoPhotoLists(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): PhotoLists {
  return {
    // gsi1 holds photos and people, and nothing of the outbox that this is about to fill.
    async listReady({ limit, cursor }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          IndexName: 'gsi1',
          FilterExpression: '#type = :photo AND #status = :ready',
          ExpressionAttributeNames: { '#type': 'type', '#status': 'status' },
          ExpressionAttributeValues: { ':photo': 'PHOTO', ':ready': 'ready' },
          Limit: limit,
          ExclusiveStartKey: cursor === undefined ? undefined : parsePosition(scanPositionSchema, cursor),
        }),
      );
      return { items: Items.map(photoOf), nextCursor: encodeCursor(LastEvaluatedKey) };
    },

    async listTagged(tag, { limit, cursor }) {
      const after = cursor === undefined ? undefined : parsePosition(positionSchema, cursor).at;
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: `pk = :tag${after === undefined ? '' : ' AND sk < :after'}`,
          ExpressionAttributeValues: {
            ':tag': tagPartition(tag),
            ...(after !== undefined && { ':after': after }),
          },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const tagged = Items.map(taggedOf);
      const keys = tagged.map(({ mediaId }) => photoKey(mediaId));
      const photos = (await batchGet(client, tableName, keys)).map(photoOf);
      const byId = new Map(photos.map((photo) => [photo.mediaId, photo]));
      const last = LastEvaluatedKey && tagged.at(-1);
      return {
        // The release before writes no rows of tags, and so takes none away.
        items: tagged.flatMap(({ mediaId }) => {
          const photo = byId.get(mediaId);
          return photo && isPublished(photo) && tagsOf(photo).includes(tag) ? photo : [];
        }),
        nextCursor: encodeCursor(last && { id: last.mediaId, at: last.sk }),
      };
    },

    listByOwner: (ownerId, page) => listOf('gsi1', [ownerKey(ownerId)], page),

    listPublished: (ownerId, page) =>
      ownerId === undefined
        ? listOf('gsi2', feedPartitions, page)
        : listOf('gsi3', [ownerFeedKey(ownerId)], page),
  };

  /** One partition of an index, newest first; `from` is where the page begins. */
  function partOf(index: 'gsi1' | 'gsi2' | 'gsi3', from: string | undefined): ReadPart<Photo> {
    return async (partition, limit, after = from) => {
      const behind = after === undefined ? undefined : { name: `${index}sk`, after };
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: index,
          KeyConditionExpression: `#partition = :partition${behind ? ' AND #position < :after' : ''}`,
          ExpressionAttributeNames: {
            '#partition': `${index}pk`,
            ...(behind && { '#position': behind.name }),
          },
          ExpressionAttributeValues: { ':partition': partition, ...(behind && { ':after': behind.after }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const items = Items.map((item) => ({
        position: z.string().parse(item[`${index}sk`]),
        item: photoOf(item),
      }));
      return { items, more: LastEvaluatedKey !== undefined };
    };
  }

  async function listOf(
    index: 'gsi1' | 'gsi2' | 'gsi3',
    partitions: readonly string[],
    { limit, cursor }: PageRequest,
  ): Promise<Page<Photo>> {
    const after = cursor === undefined ? undefined : parsePosition(positionSchema, cursor).at;
    const { items, more } = await newestOf(partitions, limit, partOf(index, after));
    const last = more ? items.at(-1) : undefined;
    return {
      items: items.map(({ item }) => item),
      nextCursor: encodeCursor(last && { id: last.item.mediaId, at: last.position }),
    };
  }
}

function parsePosition<Position>(schema: z.ZodType<Position>, cursor: string): Position {
  const position = schema.safeParse(decodeCursor(cursor));
  if (position.success) return position.data;
  throw new DomainError('invalid', 'invalid-cursor', 'The cursor is not one that this list gave out.');
}
