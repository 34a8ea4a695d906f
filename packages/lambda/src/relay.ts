import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { clientSettings } from './aws-client.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';
import { reportMetrics } from './report-metrics.ts';

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
  metadata: z.object({ correlationId: z.string(), eventId: z.string() }),
  data: z.unknown(),
});

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
  data: unknown;
}

/**
 * The handler that carries a table's outbox to the bus. Trigger: the table's stream, filtered to new outbox items.
 * Sends in the order of the stream, re-sends only the entries that the bus refused, and reports what is still
 * unsent as a partial batch failure, so that nothing is skipped. At least once: a crash after PutEvents repeats it.
 */
export function relayOutbox(
  { busName, source, counts = () => [] }: RelayOptions,
  client = new EventBridgeClient(clientSettings()),
) {
  const entryOf = (record: DynamoDBRecord): PutEventsRequestEntry => {
    const image = outboxImage.parse(record.dynamodb?.NewImage);
    if (image.source.S !== source)
      throw new Error(`outbox item of ${image.source.S} in the relay of ${source}`);
    return {
      EventBusName: busName,
      Source: image.source.S,
      DetailType: image.detailType.S,
      Detail: image.detail.S,
    };
  };

  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(reportMetrics())
    .handler(async ({ Records }) => {
      for (let start = 0; start < Records.length; start += entriesPerCall) {
        const records = Records.slice(start, start + entriesPerCall);
        const unsent = await send(records);
        if (unsent.length > 0) {
          const from = records.findIndex((record) => unsent.includes(record));
          return { batchItemFailures: failures(Records.slice(start + from, start + from + 1)) };
        }
      }
      return { batchItemFailures: [] };
    });

  /** @returns the records that the bus did not take */
  async function send(records: DynamoDBRecord[]): Promise<DynamoDBRecord[]> {
    let pending = records;
    for (let attempt = 1; attempt <= attempts && pending.length > 0; attempt += 1) {
      try {
        const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: pending.map(entryOf) }));
        const refused = pending.filter((_, index) => Entries[index]?.ErrorCode);
        if (refused.length > 0) {
          const codes = [...new Set(Entries.flatMap(({ ErrorCode }) => ErrorCode ?? []))];
          logger.warn('The bus refused entries', { refused: refused.length, attempt, codes });
        }
        for (const record of pending) if (!refused.includes(record)) sent(record);
        pending = refused;
      } catch (error) {
        logger.error('PutEvents failed', error as Error);
        return pending;
      }
    }
    return pending;
  }

  /** Logs what was said and for whom it follows from, nothing of what it says; and counts it. */
  function sent(record: DynamoDBRecord): void {
    const { detailType, detail } = outboxImage.parse(record.dynamodb?.NewImage);
    const { metadata, data } = sentDetail.safeParse(JSON.parse(detail.S)).data ?? {};
    logger.info(`Sent ${detailType.S}`, { ...metadata });
    for (const name of counts({ detailType: detailType.S, data })) metrics.addMetric(name, 'Count', 1);
  }
}

/** Lambda starts again at the lowest sequence number reported. */
function failures(records: DynamoDBRecord[]): DynamoDBBatchResponse['batchItemFailures'] {
  return records.map((record) => ({ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }));
}
