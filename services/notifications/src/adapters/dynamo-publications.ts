import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { documents } from '@shutterbus/lambda/dynamodb';
import { ifVersion, transact } from '@shutterbus/lambda/transact';
import * as z from 'zod';
import type { Publication, PublicationBatch, PublicationRepository } from '../ports.ts';
import { batchFor, batchKeptForSeconds, holds, photosOf, reachOf } from '../publication-batch.ts';

const userKey = (ownerId: string) => `USER#${ownerId}`;
const batchKey = (ownerId: string, since: string) => ({ pk: userKey(ownerId), sk: `PHOTOS#${since}` });
/** Counts the batches of a person, so that two of them do not begin at once. */
const counterKey = (ownerId: string) => ({ pk: userKey(ownerId), sk: 'PHOTOS' });

/** As an element of a set, which takes the same publication once. */
const entrySchema = z.object({ mediaId: z.string(), title: z.string(), version: z.int().positive() });
const batchSchema = z
  .object({ firstId: z.string(), since: z.string(), entries: z.set(z.string()) })
  .transform(({ firstId, since, entries }) => ({
    ...{ firstId, since },
    photos: photosOf([...entries].map((entry) => entrySchema.parse(JSON.parse(entry)))),
  }));
const counterSchema = z.object({ version: z.int().positive() });

/** Another writer began a batch of the same person meanwhile, or removed one. */
class BegunMeanwhileError extends Error {
  readonly code = 'begun-meanwhile';
}

/** As often as others can begin one in the same minutes, and some. */
const attemptsAtMost = 10;

/** What people published together, in NotificationsTable. */
export function dynamoPublications(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): PublicationRepository {
  const expiresAt = () => Math.floor(clock().getTime() / 1000) + batchKeptForSeconds;
  const entryOf = ({ mediaId, title, version }: Publication) =>
    new Set([JSON.stringify({ mediaId, title, version })]);

  /** Earliest first. */
  async function near({ ownerId, publishedAt }: Pick<Publication, 'ownerId' | 'publishedAt'>) {
    const { from, to } = reachOf(publishedAt);
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :user AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':user': userKey(ownerId),
          ':from': batchKey(ownerId, from).sk,
          ':to': batchKey(ownerId, to).sk,
        },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => batchSchema.parse(item));
  }

  /** @throws BegunMeanwhileError */
  async function join(publication: Publication, since: string): Promise<PublicationBatch> {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: batchKey(publication.ownerId, since),
          UpdateExpression: 'ADD entries :entry',
          // An ADD would make the item that is not there any more, without its beginning.
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':entry': entryOf(publication) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return batchSchema.parse(Attributes);
    } catch (error) {
      throw error instanceof ConditionalCheckFailedException ? new BegunMeanwhileError() : error;
    }
  }

  /** @throws BegunMeanwhileError */
  async function begin(publication: Publication, version: number | undefined): Promise<PublicationBatch> {
    const { ownerId, mediaId, publishedAt: since } = publication;
    const batch = { firstId: mediaId, since, entries: entryOf(publication) };
    await transact(client, BegunMeanwhileError, [
      {
        Put: {
          TableName: tableName,
          Item: {
            ...counterKey(ownerId),
            type: 'PHOTOS',
            version: (version ?? 0) + 1,
            expiresAt: expiresAt(),
          },
          ...ifVersion(version),
        },
      },
      {
        Put: {
          TableName: tableName,
          Item: { ...batchKey(ownerId, since), type: 'PHOTOS', ...batch, expiresAt: expiresAt() },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    return batchSchema.parse(batch);
  }

  async function batchesBegun(ownerId: string): Promise<number | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: counterKey(ownerId), ConsistentRead: true }),
    );
    return Item && counterSchema.parse(Item).version;
  }

  return {
    async remember(publication) {
      for (let attempt = 1; ; attempt += 1) {
        // Counted before it is looked: what begins after the look is seen by the count.
        const begun = await batchesBegun(publication.ownerId);
        const found = batchFor(await near(publication), publication.mediaId);
        try {
          return await (found ? join(publication, found.since) : begin(publication, begun));
        } catch (error) {
          if (!(error instanceof BegunMeanwhileError) || attempt === attemptsAtMost) throw error;
        }
      }
    },

    async forget(ownerId) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :user AND begins_with(sk, :photos)',
          ExpressionAttributeValues: { ':user': userKey(ownerId), ':photos': 'PHOTOS' },
          ProjectionExpression: 'pk, sk',
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages)
        await Promise.all(Items.map((Key) => client.send(new DeleteCommand({ TableName: tableName, Key }))));
    },

    async find(photo) {
      return (await near(photo)).find((batch) => holds(batch, photo.mediaId));
    },
  };
}
