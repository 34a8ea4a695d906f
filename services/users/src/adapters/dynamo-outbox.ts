import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { Clock } from '@shutterbus/lambda/clock';
import { outboxPuts } from '@shutterbus/lambda/outbox';
import type { Outbox } from '../ports.ts';

/** Two seconds in all: what is left of a trigger's five after a call to Cognito that got no answer. */
const quick = DynamoDBDocumentClient.from(
  new DynamoDBClient(clientSettings({ requestTimeoutMs: 1_500, withinMs: 2_000, maxAttempts: 3 })),
  { marshallOptions: { removeUndefinedValues: true } },
);

/** The outbox in UsersTable, for events without a state. */
export function dynamoOutbox(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = quick,
): Outbox {
  return {
    async add(events) {
      await client.send(new TransactWriteCommand({ TransactItems: outboxPuts(tableName, events, clock()) }));
    },
  };
}
