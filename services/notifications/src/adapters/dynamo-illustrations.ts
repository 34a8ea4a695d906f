import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ShownPicture } from '@shutterbus/contracts/fields';
import { batchGet } from '@shutterbus/lambda/batch-get';
import { documents } from '@shutterbus/lambda/dynamodb';
import type { Illustrations, Person } from '../ports.ts';
import { personKey, personSchema } from './dynamo-people.ts';
import { pictureItem, pictureKey } from './dynamo-pictures.ts';

/** People and pictures of NotificationsTable in one read; needs dynamodb:BatchGetItem. What it leaves out under load is not shown. */
export const dynamoIllustrations = (
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): Illustrations => ({
  async find({ userIds, mediaIds }) {
    const keys = [...new Set(userIds)].map(personKey);
    const found = await batchGet(client, tableName, [...keys, ...[...new Set(mediaIds)].map(pictureKey)]);
    const people = new Map<string, Person>();
    const pictures = new Map<string, ShownPicture>();
    for (const item of found) {
      if ('mediaId' in item) {
        const { mediaId, picture } = pictureItem.parse(item);
        if (picture) pictures.set(mediaId, picture);
      } else {
        const person = personSchema.parse(item);
        people.set(person.userId, person);
      }
    }
    return { people, pictures };
  },
});
