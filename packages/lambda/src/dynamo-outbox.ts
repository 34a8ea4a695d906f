import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DomainEvent } from '@shutterbus/contracts/event';
import type { Clock } from './clock.ts';
import { documents } from './dynamodb.ts';
import { outboxPuts } from './outbox.ts';

/** The outbox in a service's table, for events without a state: all of them are added, or none; at most a hundred. */
export function dynamoOutbox(
  tableName: string,
  clock: Clock,
  client: DynamoDBDocumentClient = documents(),
): { add(events: readonly DomainEvent[]): Promise<void> } {
  return {
    async add(events) {
      await client.send(new TransactWriteCommand({ TransactItems: outboxPuts(tableName, events, clock()) }));
    },
  };
}
