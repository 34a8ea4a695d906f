import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { Clock } from '@shutterbus/lambda/clock';
import { dynamoOutbox as outboxIn } from '@shutterbus/lambda/dynamo-outbox';
import type { Outbox } from '../ports.ts';

/** Two seconds in all: what is left of a trigger's five after a call to Cognito that got no answer. */
const quick = DynamoDBDocumentClient.from(
  new DynamoDBClient(clientSettings({ requestTimeoutMs: 1_500, withinMs: 2_000, maxAttempts: 3 })),
  { marshallOptions: { removeUndefinedValues: true } },
);

/** The outbox in UsersTable, for events without a state. */
export const dynamoOutbox = (
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = quick,
): Outbox => outboxIn(tableName, clock, client);
