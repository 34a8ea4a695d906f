import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import { type Download, downloadSchema } from '../download.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { DownloadRepository } from '../ports.ts';
import { removeFound } from './left-behind.ts';

/** For its owner to read what became of it, and for a redrive of a dead letter. */
const keptForSeconds = 15 * 24 * 60 * 60;

const partition = (ownerId: string): string => `DOWNLOADS#${ownerId}`;
const rowKey = ({ ownerId, downloadId }: Pick<Download, 'ownerId' | 'downloadId'>) => ({
  pk: partition(ownerId),
  sk: `DOWNLOAD#${downloadId}`,
});
const deskKey = (ownerId: string) => ({ pk: partition(ownerId), sk: 'DESK' });
const deskSchema = z.object({ version: z.int().positive() });

/** Downloads in MediaTable: a partition for each person, with a row for each and one that counts how many began. */
export function dynamoDownloads(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): DownloadRepository {
  const expiresAt = () => Math.floor(clock().getTime() / 1000) + keptForSeconds;
  const itemOf = (download: Download) => ({
    ...rowKey(download),
    type: 'DOWNLOAD',
    ...download,
    expiresAt: expiresAt(),
  });

  return {
    async find(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: rowKey(key), ConsistentRead: true }),
      );
      return Item && downloadSchema.parse(Item);
    },

    // A handful of rows: some a day, for some days.
    async listOf(ownerId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :person',
          ExpressionAttributeValues: { ':person': partition(ownerId) },
          ScanIndexForward: false,
          ConsistentRead: true,
        }),
      );
      const [desk] = Items.filter(({ type }) => type === 'DESK');
      return {
        downloads: Items.filter(({ type }) => type === 'DOWNLOAD').map((item) => downloadSchema.parse(item)),
        version: desk && deskSchema.parse(desk).version,
      };
    },

    async begin(download, { version }, events) {
      const desk = {
        ...deskKey(download.ownerId),
        ...{ type: 'DESK', version: (version ?? 0) + 1, expiresAt: expiresAt() },
      };
      await transact(client, ConcurrentChangeError, [
        { Put: { TableName: tableName, Item: desk, ...ifVersion(version) } },
        { Put: { TableName: tableName, Item: itemOf(download), ...ifVersion(undefined) } },
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async save(before, after, events) {
      await transact(client, ConcurrentChangeError, [
        { Put: { TableName: tableName, Item: itemOf(after), ...ifVersion(before.version) } },
        ...outboxPuts(tableName, events, clock()),
      ]);
    },

    async removeAll(ownerId) {
      const query = {
        KeyConditionExpression: 'pk = :person',
        ExpressionAttributeValues: { ':person': partition(ownerId) },
        ConsistentRead: true,
      };
      while ((await removeFound(client, tableName, query)) > 0);
    },
  };
}
