import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DomainEvent } from '@shutterbus/contracts/event';

/** One write of a transaction, in the document client's shape. */
export type TransactWrite = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Long enough to look at what was sent, short enough not to pay for it: the relay reads the stream, not the item. */
const keptForSeconds = 24 * 60 * 60;

/**
 * The writes that put events into the outbox; they belong into the same transaction as the state that they tell of,
 * so that there is never one without the other. The table's stream brings them to the relay.
 * @param now decides when DynamoDB may delete the items (one day later)
 */
export function outboxPuts(tableName: string, events: readonly DomainEvent[], now: Date): TransactWrite[] {
  return events.map(({ source, detailType, detail }) => ({
    Put: {
      TableName: tableName,
      Item: {
        pk: `OUTBOX#${detail.metadata.eventId}`,
        sk: 'OUTBOX',
        type: 'OUTBOX',
        source,
        detailType,
        detail: JSON.stringify(detail),
        expiresAt: Math.floor(now.getTime() / 1000) + keptForSeconds,
      },
    },
  }));
}
