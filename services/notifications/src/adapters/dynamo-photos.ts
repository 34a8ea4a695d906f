import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { PhotoRepository } from '../ports.ts';
import { batchKeptForSeconds } from '../publication-batch.ts';

const photoKey = (mediaId: string) => ({ pk: `PHOTO#${mediaId}`, sk: 'PHOTO' });
const photoSchema = z.object({ isPublic: z.boolean(), version: z.int().positive() });

/** Longer than any batch that could tell of the photo: one begins later by as long as an event can lie as a dead letter, and a day. */
const keptForSeconds = batchKeptForSeconds + 15 * 24 * 60 * 60;

/** What is known of photos whose visibility changed lately, in NotificationsTable. */
export function dynamoPhotos(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): PhotoRepository {
  return {
    async remember({ mediaId, isPublic, version }) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: photoKey(mediaId),
            UpdateExpression:
              'SET #type = :type, isPublic = :public, #version = :version, expiresAt = :expiresAt',
            ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
            ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
            ExpressionAttributeValues: {
              ':type': 'PHOTO',
              ':public': isPublic,
              ':version': version,
              ':expiresAt': Math.floor(clock().getTime() / 1000) + keptForSeconds,
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async wasHiddenSince(mediaId, publishedVersion) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: photoKey(mediaId), ConsistentRead: true }),
      );
      if (Item === undefined) return false;
      const { isPublic, version } = photoSchema.parse(Item);
      return !isPublic && version > publishedVersion;
    },
  };
}
