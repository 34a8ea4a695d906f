import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '@shutterbus/lambda/batch-get';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts, type TransactWrite } from '@shutterbus/lambda/outbox';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import { ConcurrentChangeError } from '../errors.ts';
import type { Photo } from '../photo.ts';
import type { Change } from '../photo-changes.ts';
import type { PhotoRepository } from '../ports.ts';
import { type UploadClaim, uploadClaimSchema } from '../upload-claim.ts';
import { closeUpdate } from './answer-items.ts';
import { claimKey, itemOf, photoKey, photoOf } from './photo-item.ts';
import { tagDeletes, tagPuts } from './tag-items.ts';

/** A client that repeats a request later than this gets another photo. */
const claimedForSeconds = 24 * 60 * 60;

/** Photos in MediaTable, one by one; lists of them: dynamo-photo-lists.ts. */
export function dynamoPhotos(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): PhotoRepository {
  return {
    async find(mediaId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: photoKey(mediaId), ConsistentRead: true }),
      );
      return Item && photoOf(Item);
    },

    async findPhotos(mediaIds) {
      const items = await batchGet(client, tableName, [...new Set(mediaIds)].map(photoKey));
      return items.map(photoOf);
    },

    async claim({ ownerId, key, mediaId, asked, fulfilled }) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: claimKey({ ownerId, key }),
          UpdateExpression: `SET #type = :type, ownerId = :ownerId, #key = :key, ${[
            'mediaId',
            'asked',
            'fulfilled',
            'expiresAt',
          ]
            .map((name) => `${name} = if_not_exists(${name}, :${name})`)
            .join(', ')}`,
          ExpressionAttributeNames: { '#type': 'type', '#key': 'key' },
          ExpressionAttributeValues: {
            ...{ ':type': 'CLAIM', ':ownerId': ownerId, ':key': key },
            ...{ ':mediaId': mediaId, ':asked': asked, ':fulfilled': fulfilled },
            ':expiresAt': Math.floor(clock().getTime() / 1000) + claimedForSeconds,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return uploadClaimSchema.parse(Attributes);
    },

    async add(photo, claim) {
      await transact(client, ConcurrentChangeError, [
        {
          Put: {
            TableName: tableName,
            Item: itemOf(photo),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        ...(claim ? [fulfilled(claim)] : []),
      ]);
    },

    async save(before, change) {
      await transact(client, ConcurrentChangeError, changed(before, change));
    },

    async saveEdited(before, change) {
      await transact(client, ConcurrentChangeError, [
        ...changed(before, change),
        ...tagDeletes(tableName, before, change.photo),
      ]);
    },

    async remove(before, events) {
      await transact(client, ConcurrentChangeError, [
        { Delete: { TableName: tableName, Key: photoKey(before.mediaId), ...ifVersion(before.version) } },
        closeUpdate(tableName, before.mediaId, clock()),
        ...tagDeletes(tableName, before, undefined),
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async announce(events) {
      if (events.length > 0)
        await transact(client, ConcurrentChangeError, outboxPuts(tableName, events, clock()));
    },
  };

  function changed(before: Photo, { photo, events }: Change): TransactWrite[] {
    return [
      { Put: { TableName: tableName, Item: itemOf(photo), ...ifVersion(before.version) } },
      ...tagPuts(tableName, photo),
      ...outboxPuts(tableName, events, clock()),
    ];
  }

  function fulfilled(claim: UploadClaim): TransactWrite {
    return {
      Update: {
        TableName: tableName,
        Key: claimKey(claim),
        UpdateExpression: 'SET fulfilled = :true',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':true': true },
      },
    };
  }
}
