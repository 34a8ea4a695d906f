import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionList } from '../ports.ts';
import { lastsUntil, type NotedSession, notedSessionSchema, sessionsEndedSchema } from '../session.ts';
import { quickDocuments } from './quick-documents.ts';

const shown = 50;
const keySchema = z.object({ pk: z.string(), sk: z.string() });

/** Behind all sessions of a person, so that reading backwards finds it first. */
const endedKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'SESSIONS' });
const sessionKey = (userId: string, { id, signedInAt }: Pick<NotedSession, 'id' | 'signedInAt'>) => ({
  pk: `USER#${userId}`,
  sk: `SESSION#${signedInAt}#${id}`,
});
const expiresAt = (begun: Date): number => Math.floor(lastsUntil(begun).getTime() / 1000);

/** Where people are signed in, in UsersTable; each item goes when the last token of its session is over. */
export function dynamoSessionList(
  tableName: string,
  client: DynamoDBDocumentClient = quickDocuments,
): SessionList {
  const ofPerson = (userId: string) => ({
    TableName: tableName,
    KeyConditionExpression: 'pk = :person AND begins_with(sk, :session)',
    ExpressionAttributeValues: { ':person': endedKey(userId).pk, ':session': 'SESSION' },
    ConsistentRead: true,
  });
  return {
    async note(userId, session) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...sessionKey(userId, session),
            type: 'SESSION',
            ...session,
            expiresAt: expiresAt(new Date(session.signedInAt)),
          },
        }),
      );
    },

    async read(userId) {
      const { Items = [] } = await client.send(
        new QueryCommand({ ...ofPerson(userId), ScanIndexForward: false, Limit: shown + 1 }),
      );
      const [ended, ...others] = Items;
      const isEnded = ended?.sk === endedKey(userId).sk;
      return {
        sessions: (isEnded ? others : Items).slice(0, shown).map((item) => notedSessionSchema.parse(item)),
        endedAt: isEnded ? sessionsEndedSchema.parse(ended).endedAt : undefined,
      };
    },

    async forget(userId, session) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: sessionKey(userId, session) }));
    },

    async noteEnded(userId, at) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...endedKey(userId),
            type: 'SESSIONS',
            endedAt: at.toISOString(),
            expiresAt: expiresAt(at),
          },
        }),
      );
    },

    async forgetAll(userId) {
      for await (const { Items = [] } of paginateQuery(
        { client },
        { ...ofPerson(userId), ProjectionExpression: 'pk, sk' },
      )) {
        for (const item of Items)
          await client.send(new DeleteCommand({ TableName: tableName, Key: keySchema.parse(item) }));
      }
    },
  };
}
