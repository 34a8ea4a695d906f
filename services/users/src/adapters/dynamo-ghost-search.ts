import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { documents } from '@shutterbus/lambda/dynamodb';
import { lapSchema, suspectSchema } from '../ghost.ts';
import type { GhostSearch } from '../ports.ts';

const partition = 'GHOSTS';
const lapKey = { pk: partition, sk: 'LAP' };
const suspectKey = (userId: string) => ({ pk: partition, sk: `SUSPECT#${userId}` });

/** A run ends no more than these. */
const suspectsAtOnce = 100;

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

    async note({ userId, missedAt }) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: suspectKey(userId),
          UpdateExpression:
            'SET #type = :type, userId = :userId, missedAt = if_not_exists(missedAt, :missedAt)',
          ExpressionAttributeNames: { '#type': 'type' },
          ExpressionAttributeValues: { ':type': 'SUSPECT', ':userId': userId, ':missedAt': missedAt },
        }),
      );
    },

    async suspects() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :partition AND begins_with(sk, :suspect)',
          ExpressionAttributeValues: { ':partition': partition, ':suspect': suspectKey('').sk },
          ConsistentRead: true,
          Limit: suspectsAtOnce,
        }),
      );
      return Items.map((item) => suspectSchema.parse(item));
    },

    async clear(userId) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: suspectKey(userId) }));
    },
  };
}
