import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '@shutterbus/lambda/batch-get';
import { documents } from '@shutterbus/lambda/dynamodb';
import * as z from 'zod';
import type { AnswerCountRepository } from '../ports.ts';
import { countsKey, countsOf } from './answer-items.ts';

const keySchema = z.object({ pk: z.string() });

/** The counts beside the photos in MediaTable: half a read unit each, and a moment old. */
export function dynamoCounts(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): AnswerCountRepository {
  return {
    async findMany(mediaIds) {
      const items = await batchGet(client, tableName, mediaIds.map(countsKey));
      return new Map(items.map((item) => [keySchema.parse(item).pk.replace('MEDIA#', ''), countsOf(item)]));
    },
  };
}
