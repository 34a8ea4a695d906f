import { createHash } from 'node:crypto';

/**
 * The engine counts its records 1, 2, 3 and names its one shard after the table. Clients check that sequence numbers have
 * 21 digits and shard ids 28 characters, as in AWS: boto3 sends nothing shorter.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Shard.html
 */
export const sequenceOf = (engineNumber: string): string => `1${engineNumber.padStart(20, '0')}`;

/** Takes the engine's own numbers, too, as an older state may hold them. */
export const engineSequence = (sequence: string): string =>
  sequence.length < 21 ? sequence : sequence.slice(1).replace(/^0+(?=\d)/, '');

const digest = (table: string): string => createHash('sha256').update(table).digest('hex').slice(0, 8);

/** `shardId-00000001-<table>` → `shardId-00000000000000000001-<8 hex digits>` */
export const shardIdOf = (engineId: string, table: string): string =>
  `shardId-${(/^shardId-(\d+)-/.exec(engineId)?.[1] ?? '').padStart(20, '0')}-${digest(table)}`;

/** Takes the engine's own ids, too. */
export function engineShardId(shardId: string, table: string): string {
  const [, number] = /^shardId-\d{12}(\d{8})-[0-9a-f]{8}$/.exec(shardId) ?? [];
  return number === undefined ? shardId : `shardId-${number}-${table}`;
}
