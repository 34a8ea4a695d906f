import type { StreamRecord, TableStreams } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { type Checkpoints, fromTheBeginning } from './checkpoints.ts';
import type { Destinations } from './destinations.ts';
import type { RecordFilter } from './filter-criteria.ts';
import { isThrottled, type MappedFunction } from './mapped-function.ts';
import type { RunningMapping } from './queue-mapping.ts';
import { makeRecordAges, type RecordAges } from './record-ages.ts';
import { processBatch, type StreamBatchPorts, type StreamBatchRules } from './stream-batch.ts';
import { createdAtMs, type StreamFailure, streamFailure } from './stream-failure.ts';

export interface StreamMappingSettings extends StreamBatchRules {
  /** Names the checkpoints; the same at every start. */
  id: string;
  streamArn: string;
  batchSize: number;
  batchingWindowSeconds: number;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  filter: RecordFilter;
  /** Queue ARN. */
  onFailure?: string;
}

/** How many records one read of a shard may bring. */
const maxRead = 1000;
/** Wait before a shard is read again after the table's engine failed, in real time. */
const engineRetryMs = 1000;
/** Timers count 31 bits of milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

const workOf = ({ eventID: id }: StreamRecord) => ({ kind: 'record' as const, id });

/** Feeds a function from a table's stream: each shard in order, one batch at a time, from its checkpoint. */
export function runStreamMapping(
  world: World,
  streams: TableStreams,
  checkpoints: Checkpoints,
  destinations: () => Destinations,
  settings: StreamMappingSettings,
  fn: MappedFunction,
): RunningMapping {
  const { id, streamArn, batchSize, batchingWindowSeconds } = settings;
  const startedAt = world.now();
  const followed = new Set<string>();
  const awaitingWrite = new Set<() => void>();
  const awaitingRoom = new Set<() => void>();
  const stopping = new AbortController();
  let writes = 0;

  /** @param atMostMs real time */
  const signal = (sleepers: Set<() => void>, atMostMs = Number.POSITIVE_INFINITY): Promise<void> =>
    new Promise((resolve) => {
      const timer =
        atMostMs < Number.POSITIVE_INFINITY && setTimeout(done, Math.min(atMostMs, longestTimerMs));
      function done(): void {
        if (timer) clearTimeout(timer);
        sleepers.delete(done);
        resolve();
      }
      sleepers.add(done);
    });
  function wake(sleepers: Set<() => void>): void {
    for (const resolve of [...sleepers]) resolve();
  }

  function sleep(awsMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        stopping.signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = world.fastClock.after(awsMs, done);
      stopping.signal.addEventListener('abort', done);
    });
  }

  /** Does nothing for its shard, on purpose. */
  async function rest(ages: RecordAges, awsMs: number): Promise<void> {
    const from = world.now();
    await sleep(awsMs);
    ages.rested(from, awsMs);
  }

  /** Follows every shard that is not followed yet. */
  async function discover(): Promise<void> {
    const firstTime = followed.size === 0;
    while (!stopping.signal.aborted) {
      try {
        for (const shard of await streams.shards(fn.role(), streamArn)) {
          if (followed.has(shard)) continue;
          if (!checkpoints.read(id, shard))
            checkpoints.write(id, shard, firstTime ? await firstPosition(shard) : fromTheBeginning);
          followed.add(shard);
          void follow(shard);
        }
        return;
      } catch (error) {
        await engineFailed(error);
      }
    }
  }

  async function engineFailed(error: unknown): Promise<void> {
    if (stopping.signal.aborted) return;
    world.report(`${streamArn}: ${error instanceof Error ? error.message : String(error)}`);
    await sleep(world.fastClock.elapsed(engineRetryMs));
  }

  /** `LATEST` becomes a fixed place at once, so that no later restart can skip a record. */
  async function firstPosition(shard: string): Promise<string> {
    let position = fromTheBeginning;
    if (settings.startingPosition === 'TRIM_HORIZON') return position;
    let iterator: string | undefined = await streams.iterator(fn.role(), streamArn, shard, 'TRIM_HORIZON');
    while (iterator) {
      const { records, next } = await streams.read(fn.role(), iterator, maxRead);
      position = records.at(-1)?.dynamodb.SequenceNumber ?? position;
      iterator = records.length > 0 ? next : undefined;
    }
    return position;
  }

  async function follow(shard: string): Promise<void> {
    const ages = makeRecordAges(world.now, startedAt);
    let iterator: string | undefined;
    let failures = 0;
    while (!stopping.signal.aborted) {
      const seen = writes;
      try {
        iterator ??= await openIterator(shard);
        const { records, next } = await readBatch(iterator, ages);
        failures = 0;
        if (records.length > 0) await handle(shard, records, ages);
        else if (next && writes === seen) await signal(awaitingWrite);
        if (!next) return void discover();
        iterator = next;
      } catch (error) {
        iterator = undefined;
        // An iterator expires after 15 minutes; the checkpoint gives a new one.
        if (++failures > 1) await engineFailed(error);
      }
    }
  }

  function openIterator(shard: string): Promise<string> {
    const position = checkpoints.read(id, shard) ?? fromTheBeginning;
    return streams.iterator(
      fn.role(),
      streamArn,
      shard,
      position === fromTheBeginning ? 'TRIM_HORIZON' : { after: position },
    );
  }

  /** Waits for the batching window when there is something, but no full batch. */
  async function readBatch(
    iterator: string,
    ages: RecordAges,
  ): Promise<{ records: StreamRecord[]; next?: string }> {
    const limit = Math.min(batchSize, maxRead);
    const found = await streams.read(fn.role(), iterator, limit);
    const missing = limit - found.records.length;
    if (!found.next || found.records.length === 0 || missing === 0 || batchingWindowSeconds === 0)
      return found;
    await rest(ages, batchingWindowSeconds * 1000);
    const more = await streams.read(fn.role(), found.next, missing);
    return { ...more, records: [...found.records, ...more.records] };
  }

  async function handle(shardId: string, records: StreamRecord[], ages: RecordAges): Promise<void> {
    if (records[0]) ages.forget(createdAtMs(records[0]));
    const checkpoint = ({ dynamodb }: StreamRecord): void =>
      checkpoints.write(id, shardId, dynamodb.SequenceNumber);
    const wanted = records.filter(settings.filter);
    for (const record of wanted) tellRead(record);
    await processBatch(wanted, settings, {
      room,
      invoke,
      checkpoint,
      rest(awsMs, { requestId }, attempt) {
        const until = world.now() + awsMs / world.fastClock.speed;
        world.observe.tell?.({ ...toldOf(requestId), fact: 'waits', attempt, until });
        return rest(ages, awsMs);
      },
      stopped: () => stopping.signal.aborted,
      ageMs: (record) => ages.ageMs(createdAtMs(record)),
      discard: (discarded, condition, attempts, answer) =>
        world.transaction(() => {
          giveUp({ streamArn, shardId, records: discarded, condition, attempts, answer });
          const last = discarded.at(-1);
          if (last) checkpoint(last);
        }),
    });
    const last = records.at(-1);
    if (last && !stopping.signal.aborted) checkpoint(last);
  }

  function giveUp(failure: StreamFailure): void {
    const target = fn.target();
    const { onFailure: exit } = settings;
    const { records, condition, attempts, answer } = failure;
    world.report(
      `${target.fn.name} gave up ${records.length} stream records (${condition}); ${exit ? `${exit} gets their place` : 'there is no OnFailure destination'}`,
    );
    const told = toldOf(answer?.requestId ?? `${failure.shardId} ${records[0]?.dynamodb.SequenceNumber}`);
    const limit = condition === 'RetryAttemptsExhausted' ? 'attempts' : 'age';
    world.observe.tell?.({ ...told, fact: 'gave-up', attempts, condition: limit, dropped: !exit });
    if (!exit) return;
    destinations().send(target.fn, exit, streamFailure(failure, target, world.now()));
    world.observe.tell?.({ ...told, fact: 'dead-lettered', to: exit });
  }

  function tellRead(record: StreamRecord): void {
    const work = workOf(record);
    const content = JSON.stringify(record);
    world.observe.tell?.({ fact: 'accepted', at: world.now(), work, target: streamArn, content });
  }

  const toldOf = (id: string) => ({
    at: world.now(),
    work: { kind: 'batch' as const, id },
    target: fn.target().invokedArn,
  });

  const room: StreamBatchPorts['room'] = async (atMostMs) => {
    const until = world.now() + atMostMs;
    while (!fn.hasRoom() && !stopping.signal.aborted && world.now() < until)
      await signal(awaitingRoom, until - world.now());
  };

  const invoke: StreamBatchPorts['invoke'] = async (records, attempt) => {
    const Records = records.map((record) => ({ ...record, eventSourceARN: streamArn }));
    // In real time, as every age: the batch is as old as its newest record.
    const IteratorAge = Math.max(0, world.now() - Math.max(...records.map(createdAtMs)));
    try {
      return await fn.invoke(JSON.stringify({ Records }), attempt, { IteratorAge }, records.map(workOf));
    } catch (error) {
      if (isThrottled(error)) return undefined;
      throw error;
    }
  };

  const cancels = [
    streams.onWrite(streamArn, () => {
      writes++;
      wake(awaitingWrite);
    }),
    fn.onRoom(() => wake(awaitingRoom)),
  ];
  void discover();
  return {
    stop() {
      for (const cancel of cancels) cancel();
      stopping.abort();
      wake(awaitingWrite);
      wake(awaitingRoom);
    },
  };
}
