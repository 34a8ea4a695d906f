import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { EngineClient } from './engine-client.ts';
import type { ExpiryMarks } from './expiry-marks.ts';
import type { StreamReader } from './table-streams.ts';

export interface ExpirySweeper {
  /** Deletes what has expired, in all tables. */
  sweep(): Promise<void>;
  start(): void;
  /** Waits for a sweep under way. */
  stop(): Promise<void>;
}

export interface ExpirySweeperDependencies {
  client: EngineClient;
  marks: ExpiryMarks;
  streams: StreamReader;
  now(): number;
  report(line: string): void;
  /** Real time between two sweeps; AWS promises a few days, the sandbox a minute. */
  everyMs: number;
}

const tables = z.object({ TableNames: z.array(z.string()), LastEvaluatedTableName: z.string().optional() });
const timeToLive = z.object({
  TimeToLiveDescription: z.object({ TimeToLiveStatus: z.string(), AttributeName: z.string().optional() }),
});
const table = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string() })),
    LatestStreamArn: z.string().optional(),
    StreamSpecification: z.object({ StreamEnabled: z.boolean() }).optional(),
  }),
});
type Item = Record<string, Record<string, unknown>>;
const item: z.ZodType<Item> = z.record(z.string(), z.record(z.string(), z.unknown()));
const scan = z.object({ Items: z.array(item), LastEvaluatedKey: z.unknown().optional() });
const stream = z.object({
  StreamDescription: z.object({
    Shards: z.array(
      z.object({
        ShardId: z.string(),
        SequenceNumberRange: z.object({ EndingSequenceNumber: z.string().optional() }),
      }),
    ),
  }),
});

/** AWS leaves alone what expired more than five years ago: such a value is taken for a mistake. */
const oldestSeconds = 5 * 365 * 24 * 3600;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
export function makeExpirySweeper(deps: ExpirySweeperDependencies): ExpirySweeper {
  const { client, marks, streams } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const sweepTable = async (name: string): Promise<void> => {
    const { TimeToLiveDescription: setting } = timeToLive.parse(
      await client.call('DescribeTimeToLive', { TableName: name }),
    );
    if (setting.TimeToLiveStatus !== 'ENABLED' || setting.AttributeName === undefined) return;
    const attribute = setting.AttributeName;
    const { Table: described } = table.parse(await client.call('DescribeTable', { TableName: name }));
    const keyNames = described.KeySchema.map((key) => key.AttributeName).sort();
    const streamArn = described.StreamSpecification?.StreamEnabled ? described.LatestStreamArn : undefined;
    if (streamArn) await marks.hold(() => markDeleted(name, streamArn, undefined));

    const nowSeconds = Math.floor(deps.now() / 1000);
    let from: unknown;
    do {
      const page = scan.parse(
        await client.call('Scan', {
          TableName: name,
          FilterExpression: 'attribute_type(#expiry, :number) AND #expiry BETWEEN :oldest AND :now',
          ProjectionExpression: ['#expiry', ...keyNames.map((_, index) => `#k${index}`)].join(', '),
          ExpressionAttributeNames: {
            '#expiry': attribute,
            ...Object.fromEntries(keyNames.map((key, index) => [`#k${index}`, key])),
          },
          ExpressionAttributeValues: {
            ':number': { S: 'N' },
            ':oldest': { N: String(nowSeconds - oldestSeconds) },
            ':now': { N: String(nowSeconds) },
          },
          ...(from !== undefined && { ExclusiveStartKey: from }),
        }),
      );
      if (page.Items.length > 0) {
        await marks.hold(async () => {
          const before = streamArn ? await lastSequence(streamArn) : undefined;
          for (const expired of page.Items) await deleteExpired(name, keyNames, attribute, expired);
          if (streamArn) await markDeleted(name, streamArn, before);
        });
        streams.wake(Buffer.from(name));
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  };

  /** The condition leaves an item alone whose expiry was moved since the scan. */
  const deleteExpired = async (name: string, keyNames: string[], attribute: string, expired: Item) => {
    const keys = JSON.stringify(Object.fromEntries(keyNames.map((key) => [key, expired[key]])));
    marks.intend(name, keys);
    try {
      await client.call('DeleteItem', {
        TableName: name,
        Key: JSON.parse(keys),
        ConditionExpression: '#expiry = :seen',
        ExpressionAttributeNames: { '#expiry': attribute },
        ExpressionAttributeValues: { ':seen': expired[attribute] },
      });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
      marks.forget(name, keys);
    }
  };

  const describeStream = async (streamArn: string) =>
    stream.parse(await client.call('DynamoDBStreams_20120810.DescribeStream', { StreamArn: streamArn }))
      .StreamDescription.Shards;

  const lastSequence = async (streamArn: string): Promise<string | undefined> =>
    (await describeStream(streamArn)).at(-1)?.SequenceNumberRange.EndingSequenceNumber;

  /**
   * Finds the records of the intended deletes, the newest of each key, and marks them.
   * @param after sequence number before the deletes; without it the whole stream is read (after a kill)
   */
  const markDeleted = async (name: string, streamArn: string, after: string | undefined): Promise<void> => {
    const wanted = new Set(marks.intended(name));
    if (wanted.size === 0) return;
    const found = new Map<string, string>();
    for (const shard of await describeStream(streamArn)) {
      let iterator: string | undefined = await streams.iterator(
        streamArn,
        shard.ShardId,
        after === undefined ? 'TRIM_HORIZON' : { after },
      );
      while (iterator !== undefined) {
        const page = await streams.readUnmarked(iterator, 1000);
        for (const record of page.records) {
          const keys = sortedKeys(record.dynamodb.Keys);
          if (record.eventName === 'REMOVE' && wanted.has(keys))
            found.set(keys, record.dynamodb.SequenceNumber);
        }
        iterator = page.records.length > 0 ? page.next : undefined;
      }
    }
    for (const sequence of found.values()) marks.add(name, sequence);
    for (const keys of wanted) marks.forget(name, keys);
  };

  const sweepAll = async (): Promise<void> => {
    let from: string | undefined;
    do {
      const page = tables.parse(
        await client.call('ListTables', { ...(from !== undefined && { ExclusiveStartTableName: from }) }),
      );
      for (const name of page.TableNames) await sweepTable(name);
      from = page.LastEvaluatedTableName;
    } while (from !== undefined);
  };

  const sweep = (): Promise<void> => {
    running ??= sweepAll().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    sweep,
    start() {
      timer = setInterval(() => {
        sweep().catch((error: unknown) =>
          deps.report(`Expired items could not be deleted: ${String(error)}`),
        );
      }, deps.everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}

function sortedKeys(keys: unknown): string {
  const parsed = item.safeParse(keys);
  if (!parsed.success) return '';
  return JSON.stringify(Object.fromEntries(Object.entries(parsed.data).sort(([a], [b]) => (a < b ? -1 : 1))));
}
