import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { StreamRecord, TableStreams } from '../../core/ports.ts';
import type { ArnNames } from './arn-names.ts';
import type { EngineClient } from './engine-client.ts';
import type { ExpiryMarks } from './expiry-marks.ts';
import { engineSequence, engineShardId, sequenceOf, shardIdOf } from './stream-numbers.ts';

interface Page {
  records: StreamRecord[];
  next?: string;
}

/** Streams as they are read in this folder, where nobody has to say who reads. */
export interface StreamReader extends Pick<TableStreams, 'onWrite'> {
  shards(streamArn: string): Promise<string[]>;
  iterator(
    streamArn: string,
    shardId: string,
    position: Parameters<TableStreams['iterator']>[3],
  ): Promise<string>;
  read(iterator: string, limit: number): Promise<Page>;
  /** DescribeStream with the members of its request. */
  describe(input: Record<string, unknown>): Promise<unknown>;
  /** GetShardIterator with the members of its request. */
  shardIterator(input: Record<string, unknown>): Promise<string>;
  /** As `read`, for the sweeper, which sets the marks that `read` waits for. */
  readUnmarked(iterator: string, limit: number): Promise<Page>;
  /** Wakes the readers of every table whose name is in the body of a write. */
  wake(body: Buffer): void;
}

const range = z.object({
  StartingSequenceNumber: z.string().optional(),
  EndingSequenceNumber: z.string().optional(),
});
const description = z.object({
  StreamDescription: z.looseObject({
    StreamStatus: z.string().optional(),
    Shards: z.array(z.looseObject({ ShardId: z.string(), SequenceNumberRange: range.default({}) })),
  }),
});

/** A shard that has an end is read to it and left, so one that is open has none. */
function rangeOf(
  { StartingSequenceNumber: start, EndingSequenceNumber: end }: z.infer<typeof range>,
  isOpen: boolean,
): z.infer<typeof range> {
  return {
    ...(start !== undefined && { StartingSequenceNumber: sequenceOf(start) }),
    ...(end !== undefined && !isOpen && { EndingSequenceNumber: sequenceOf(end) }),
  };
}

const iteratorAnswer = z.object({ ShardIterator: z.string() });
const page = z.object({
  Records: z.array(
    z.looseObject({
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      eventVersion: z.string(),
      dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number() }),
    }),
  ),
  NextShardIterator: z.string().optional(),
});

const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';

/**
 * The engine's streams as the sandbox shows them: region and ids as in AWS, and deletes by expiry marked as the
 * service's. An iterator is `<stream ARN>|1|<the engine's iterator>`, as in AWS, so that it tells its table.
 */
export function makeTableStreams(
  client: EngineClient,
  names: ArnNames,
  marks: ExpiryMarks,
  region: string,
): StreamReader {
  const readers = new Map<string, Set<() => void>>();
  const call = (operation: string, input: unknown): Promise<Record<string, unknown>> =>
    client.call(`DynamoDBStreams_20120810.${operation}`, input);

  const shardIterator = async (input: Record<string, unknown>): Promise<string> => {
    const streamArn = String(input.StreamArn);
    const { SequenceNumber, ShardId } = input;
    const answer = await call('GetShardIterator', {
      ...input,
      StreamArn: names.toEngine(streamArn),
      ShardId: engineShardId(String(ShardId), tableOf(streamArn)),
      ...(SequenceNumber !== undefined && { SequenceNumber: engineSequence(String(SequenceNumber)) }),
    });
    return `${streamArn}|1|${iteratorAnswer.parse(answer).ShardIterator}`;
  };

  const describe = async (input: Record<string, unknown>): Promise<z.infer<typeof description>> => {
    const streamArn = String(input.StreamArn);
    const table = tableOf(streamArn);
    const after = input.ExclusiveStartShardId;
    const answer = await call('DescribeStream', {
      ...input,
      StreamArn: names.toEngine(streamArn),
      ...(after !== undefined && { ExclusiveStartShardId: engineShardId(String(after), table) }),
    });
    const { StreamDescription } = description.parse(JSON.parse(names.toSandbox(JSON.stringify(answer))));
    const isOpen = StreamDescription.StreamStatus === 'ENABLED';
    const Shards = StreamDescription.Shards.map((shard) => ({
      ...shard,
      ShardId: shardIdOf(shard.ShardId, table),
      SequenceNumberRange: rangeOf(shard.SequenceNumberRange, isOpen),
    }));
    return { StreamDescription: { ...StreamDescription, Shards } };
  };

  const readUnmarked = async (iterator: string, limit: number): Promise<Page> => {
    const [streamArn = '', , engineIterator] = iterator.split('|');
    if (engineIterator === undefined) throw new AwsError('ValidationException', 'Invalid ShardIterator');
    const answer = page.parse(await call('GetRecords', { ShardIterator: engineIterator, Limit: limit }));
    const records = answer.Records.map(
      (found): StreamRecord => ({
        ...found,
        dynamodb: { ...found.dynamodb, SequenceNumber: sequenceOf(found.dynamodb.SequenceNumber) },
        eventID: createHash('md5').update(`${streamArn}|${found.dynamodb.SequenceNumber}`).digest('hex'),
        eventSource: 'aws:dynamodb',
        awsRegion: region,
      }),
    );
    const next = answer.NextShardIterator;
    return { records, ...(next !== undefined && { next: `${streamArn}|1|${next}` }) };
  };

  return {
    shardIterator,
    readUnmarked,

    async shards(streamArn) {
      const { StreamDescription } = await describe({ StreamArn: streamArn });
      return StreamDescription.Shards.map((shard) => shard.ShardId);
    },
    describe,

    iterator: (streamArn, shardId, position) =>
      shardIterator({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(typeof position === 'string'
          ? { ShardIteratorType: position }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.after }),
      }),

    async read(iterator, limit) {
      await marks.settled();
      const found = await readUnmarked(iterator, limit);
      const table = tableOf(iterator);
      for (const record of found.records) {
        if (record.eventName === 'REMOVE' && marks.has(table, record.dynamodb.SequenceNumber)) {
          record.userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
        }
      }
      return found;
    },

    onWrite(streamArn, callback) {
      const table = tableOf(streamArn);
      const callbacks = readers.get(table) ?? new Set();
      readers.set(table, callbacks.add(callback));
      return () => {
        callbacks.delete(callback);
      };
    },

    wake(body) {
      for (const [table, callbacks] of readers) {
        if (callbacks.size > 0 && body.includes(table)) for (const callback of callbacks) callback();
      }
    },
  };
}
