import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { clientSettings } from './aws-client.ts';
import { failedItems } from './batch.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';
import { watched } from './watched.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html: at most 10 entries in one call. */
const entriesPerCall = 10;
/** Attempts within one invocation; after that the stream's own retries take over. */
const attempts = 3;

const outboxImage = z.object({
  source: z.object({ S: z.string() }),
  detailType: z.object({ S: z.string() }),
  detail: z.object({ S: z.string() }),
});

const sentDetail = z.object({
  metadata: z.object({
    ...{ correlationId: z.string(), causationId: z.string(), eventId: z.string() },
    version: z.int().optional(),
  }),
  data: z.unknown(),
});

interface OutboxItem {
  record: DynamoDBRecord;
  entry: { EventBusName: string; Source: string; DetailType: string; Detail: string };
}

export interface RelayOptions {
  busName: string;
  /** The only source that this relay may send; an item with another one is a programming error and fails. */
  source: string;
  /** Names of the metrics that count this event, once the bus has taken it. None by default. */
  counts?: (event: SentEvent) => readonly string[];
}

/** An event as it was sent; `data` is unchecked. */
export interface SentEvent {
  detailType: string;
  version: number | undefined;
  data: unknown;
}

/** An outbox item that no attempt can send, at the head of a batch: thrown, Lambda halves the batch until the item is alone. */
class UnsendableItemError extends Error {
  constructor(options: ErrorOptions) {
    super('The first outbox item of the batch cannot be sent', options);
    this.name = 'UnsendableItemError';
  }
}

/**
 * The handler that carries a table's outbox to the bus. Trigger: the table's stream, filtered to new outbox items.
 * Sends in the order of the stream, re-sends only the entries that the bus did not take, and reports the first that is still
 * unsent as a partial batch failure: Lambda goes on there, so that nothing is skipped. An item that cannot be read or
 * belongs to another service keeps none of those before it, and, since the batch is halved around it, none of those
 * after it. At least once: a crash after PutEvents repeats it.
 * @throws UnsendableItemError when such an item has others behind it and none before it
 */
export function relayOutbox(
  { busName, source, counts = () => [] }: RelayOptions,
  client = new EventBridgeClient(clientSettings()),
) {
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(watched(failedItems))
    .handler(async ({ Records }) => {
      const { items, bad } = readItems(Records);
      for (let start = 0; start < items.length; start += entriesPerCall) {
        const unsent = await send(items.slice(start, start + entriesPerCall));
        if (unsent !== undefined) return failure(unsent.record);
      }
      if (bad === undefined) return { batchItemFailures: [] };
      logger.error('Outbox item cannot be sent', bad.error as Error);
      if (items.length === 0 && Records.length > 1) throw new UnsendableItemError({ cause: bad.error });
      return failure(bad.record);
    });

  /** The items before the first that cannot be sent, and that one. */
  function readItems(records: readonly DynamoDBRecord[]): {
    items: OutboxItem[];
    bad?: { record: DynamoDBRecord; error: unknown };
  } {
    const items: OutboxItem[] = [];
    for (const record of records) {
      try {
        items.push({ record, entry: entryOf(record) });
      } catch (error) {
        return { items, bad: { record, error } };
      }
    }
    return { items };
  }

  function entryOf(record: DynamoDBRecord): OutboxItem['entry'] {
    const image = outboxImage.parse(record.dynamodb?.NewImage);
    if (image.source.S !== source)
      throw new Error(`outbox item of ${image.source.S} in the relay of ${source}`);
    return {
      EventBusName: busName,
      Source: image.source.S,
      DetailType: image.detailType.S,
      Detail: image.detail.S,
    };
  }

  /** @returns the first that the bus did not take */
  async function send(items: readonly OutboxItem[]): Promise<OutboxItem | undefined> {
    let pending = items;
    for (let attempt = 1; attempt <= attempts && pending.length > 0; attempt += 1) {
      try {
        const Entries = pending.map(({ entry }) => entry);
        const answer = await client.send(new PutEventsCommand({ Entries }));
        // What the bus took has an id. An entry of which it says nothing is not sent, whatever else went well.
        const codes = pending.map((_, index) => {
          const { EventId, ErrorCode = 'no answer' } = answer.Entries?.[index] ?? {};
          return EventId === undefined ? ErrorCode : undefined;
        });
        const refused = pending.filter((_, index) => codes[index] !== undefined);
        if (refused.length > 0) {
          const different = [...new Set(codes.filter((code) => code !== undefined))];
          logger.warn('The bus refused entries', { refused: refused.length, attempt, codes: different });
        }
        for (const item of pending) if (!refused.includes(item)) sent(item);
        pending = refused;
      } catch (error) {
        logger.error('PutEvents failed', error as Error);
        break;
      }
    }
    return pending[0];
  }

  /** Logs what was said and for whom it follows from, nothing of what it says; and counts it. */
  function sent({ entry }: OutboxItem): void {
    const { DetailType: detailType } = entry;
    const { metadata, data } = sentDetail.safeParse(JSON.parse(entry.Detail)).data ?? {};
    const { version, ...ids } = metadata ?? {};
    logger.info(`Sent ${detailType}`, ids);
    for (const name of counts({ detailType, version, data })) metrics.addMetric(name, 'Count', 1);
  }
}

/** Lambda starts again at the lowest sequence number reported. */
function failure({ dynamodb }: DynamoDBRecord): DynamoDBBatchResponse {
  return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }] };
}
