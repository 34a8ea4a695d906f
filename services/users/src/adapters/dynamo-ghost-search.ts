import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import { lapSchema, type Suspect, suspectSchema } from '../ghost.ts';
import type { GhostSearch } from '../ports.ts';

const partition = 'GHOSTS';
const lapKey = { pk: partition, sk: 'LAP' };
const suspectKey = (userId: string) => ({ pk: partition, sk: `SUSPECT#${userId}` });

/** The search for profiles without an account, in UsersTable. */
export function dynamoGhostSearch(
  tableName: string,
  client: DynamoDBDocumentClient = documents(),
): GhostSearch {
  return {
    async lap() {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: lapKey, ConsistentRead: true }),
      );
      return Item && lapSchema.parse(Item);
    },

    async saveLap(lap) {
      await client.send(new PutCommand({ TableName: tableName, Item: { ...lapKey, type: 'LAP', ...lap } }));
    },

    async dropLap() {
      await client.send(new DeleteCommand({ TableName: tableName, Key: lapKey }));
    },

    async note({ userId, missedAt, lapStartedAt }) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: suspectKey(userId),
          UpdateExpression: `SET #type = :type, userId = :userId, missedAt = if_not_exists(missedAt, :missedAt)${
            lapStartedAt === undefined ? '' : ', lapStartedAt = :begun'
          }`,
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: {
            ...{ ':type': 'SUSPECT', ':userId': userId, ':missedAt': missedAt },
            ...(lapStartedAt !== undefined && { ':begun': lapStartedAt }),
          },
        }),
      );
    },

    async suspects() {
      const suspects: Suspect[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: 'pk = :partition AND begins_with(sk, :suspect)',
          ExpressionAttributeValues: { ':partition': partition, ':suspect': suspectKey('').sk },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages)
        suspects.push(...Items.map((item) => suspectSchema.parse(item)));
      return suspects;
    },

    async clear(userId) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: suspectKey(userId) }));
    },
  };
}
