import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '@shutterbus/lambda/clock';
import { dynamoOutbox as outboxIn } from '@shutterbus/lambda/dynamo-outbox';
import type { Outbox } from '../ports.ts';
import { quickDocuments } from './quick-documents.ts';

/** The outbox in UsersTable, for events without a state. */
export const dynamoOutbox = (
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = quickDocuments,
): Outbox => outboxIn(tableName, clock, client);
