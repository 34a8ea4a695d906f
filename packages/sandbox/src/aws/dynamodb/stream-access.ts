import type { Access } from '../../core/access.ts';
import type { TableStreams } from '../../core/ports.ts';
import type { StreamReader } from './table-streams.ts';

/** Streams as mappings read them: by the calls of the Streams API, under a function's role. */
export const askedFor = (streams: StreamReader, access: Access): TableStreams => ({
  shards(caller, streamArn) {
    access.check(caller, 'dynamodb:DescribeStream', streamArn);
    return streams.shards(streamArn);
  },
  iterator(caller, streamArn, shardId, position) {
    access.check(caller, 'dynamodb:GetShardIterator', streamArn);
    return streams.iterator(streamArn, shardId, position);
  },
  read(caller, iterator, limit) {
    access.check(caller, 'dynamodb:GetRecords', streamOf(iterator));
    return streams.read(iterator, limit);
  },
  onWrite: streams.onWrite,
});

/** An iterator begins with its stream. */
export const streamOf = (iterator: string): string => iterator.split('|', 1)[0] ?? '';
