import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { UploadQuota } from '../ports.ts';
import {
  type CountedUpload,
  expired,
  quotaError,
  type UploadLimits,
  type UploadsOfDay,
  uploadLimits,
} from '../upload-quota.ts';

/** The sets must outlive their day everywhere; DynamoDB removes them afterwards. */
const keptForSeconds = 2 * 24 * 60 * 60;

const ids = z
  .object({ SS: z.array(z.string()) })
  .default({ SS: [] })
  .transform(({ SS }) => SS);
/** The item that a failed condition brings along, as DynamoDB writes it. */
const daySchema = z.object({ started: ids, open: ids });

const names = { '#started': 'started', '#open': 'open' };

/**
 * One item for each person and day in MediaTable, with the ids of the uploads: a set takes an id once and gives it back
 * once, however often it is told to. Plain updates and no part of a transaction: several uploads that start together
 * would conflict there, while updates just queue up.
 */
export function dynamoUploadQuota(
  tableName: string,
  limits: UploadLimits = uploadLimits,
  client: DynamoDBDocumentClient = documents(),
): UploadQuota {
  const itemOf = ({ ownerId, createdAt }: CountedUpload) => ({
    TableName: tableName,
    Key: { pk: `QUOTA#${ownerId}`, sk: `DAY#${createdAt.slice(0, 10)}` },
  });

  /** @returns the day as it is when it has no room for one more */
  async function countIn(upload: CountedUpload): Promise<UploadsOfDay | undefined> {
    const expiresAt = Math.floor(Date.parse(upload.createdAt) / 1000) + keptForSeconds;
    const values = { ':perDay': limits.perDay, ':openAtOnce': limits.openAtOnce };
    try {
      await client.send(
        new UpdateCommand({
          ...itemOf(upload),
          UpdateExpression: 'ADD #started :id, #open :id SET expiresAt = :expiresAt, #type = :type',
          ConditionExpression:
            'contains(#started, :one) OR ((attribute_not_exists(#started) OR size(#started) < :perDay) AND (attribute_not_exists(#open) OR size(#open) < :openAtOnce))',
          ExpressionAttributeNames: { ...names, '#type': 'type' },
          ExpressionAttributeValues: {
            ...values,
            ':id': new Set([upload.mediaId]),
            ':one': upload.mediaId,
            ':expiresAt': expiresAt,
            ':type': 'QUOTA',
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return daySchema.parse(error.Item);
      throw error;
    }
  }

  /** Takes ids out of these sets; a day that has no item any more, or never had one, stays without. */
  async function takeOut(upload: CountedUpload, mediaIds: readonly string[], sets: string[]): Promise<void> {
    try {
      await client.send(
        new UpdateCommand({
          ...itemOf(upload),
          UpdateExpression: `DELETE ${sets.map((set) => `#${set} :ids`).join(', ')}`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: Object.fromEntries(sets.map((set) => [`#${set}`, set])),
          ExpressionAttributeValues: { ':ids': new Set(mediaIds) },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  return {
    async open(upload) {
      for (;;) {
        const full = await countIn(upload);
        if (!full) return;
        const givenUp = expired(full, upload);
        const open = full.open.filter((id) => !givenUp.includes(id));
        const error = quotaError({ ...full, open }, upload, limits);
        if (error) throw error;
        if (givenUp.length > 0) await takeOut(upload, givenUp, ['open']);
      }
    },
    close: (upload) => takeOut(upload, [upload.mediaId], ['open']),
    giveBack: (upload) => takeOut(upload, [upload.mediaId], ['started', 'open']),
  };
}
