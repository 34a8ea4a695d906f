import path from 'node:path';
import type { Edge } from '../../core/edge.ts';
import type { ReadHeld } from '../../core/held.ts';
import type { TableStreams } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { makeArnNames } from './arn-names.ts';
import { makeDynamoDbEdge } from './dynamodb-edge.ts';
import { type Engine, startEngine } from './engine.ts';
import { makeEngineClient } from './engine-client.ts';
import { makeExpiryMarks } from './expiry-marks.ts';
import { makeExpirySweeper } from './expiry-sweeper.ts';
import { readItems } from './held-items.ts';
import { askedFor } from './stream-access.ts';
import { type TableProperties, tableProvider } from './table.ts';
import { makeTableStreams } from './table-streams.ts';

export interface DynamoDbOptions {
  /** Address of a DynamoDB that runs already (DynamoDB Local, …); without it dynoxide is started. */
  endpoint?: string;
  /** Real time between two sweeps of expired items, 60,000 unless told. */
  sweepEveryMs?: number;
  /** Request id of the invocation that has these credentials; none unless told. */
  runningUnder?(accessKeyId: string): string | undefined;
}

export interface DynamoDb {
  edge: Edge;
  resources: [ResourceProvider<TableProperties>];
  streams: TableStreams;
  held: ReadHeld;
  /** Why no table can be used any more, in a sentence that says what to do; undefined while the engine runs. */
  trouble(): string | undefined;
  /** Deletes expired items now. */
  sweep(): Promise<void>;
  /** To be awaited before tables are made. @throws Error whose message says what to do */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * DynamoDB: the engine is a process of its own with its file in `<state folder>/dynamodb/`; this folder adds the
 * edge, tables from the template, stream wake-ups and the deletion of expired items.
 */
export function makeDynamoDb(world: World, options: DynamoDbOptions = {}): DynamoDb {
  let engine: Engine | undefined;
  let trouble: string | undefined;
  const client = makeEngineClient(() => {
    const endpoint = options.endpoint ?? engine?.endpoint;
    if (endpoint === undefined) throw new Error('DynamoDB is used before its start');
    return endpoint;
  });
  const names = makeArnNames(world.region, world.accountId);
  const marks = makeExpiryMarks(world.db);
  const streams = makeTableStreams(client, names, marks, world.region);
  const sweeper = makeExpirySweeper({
    client,
    marks,
    streams,
    now: world.now,
    report: world.report,
    everyMs: options.sweepEveryMs ?? 60_000,
  });

  return {
    edge: makeDynamoDbEdge({
      ...{ client, names, streams, world },
      runningUnder: options.runningUnder ?? (() => undefined),
    }),
    resources: [tableProvider(client, names, world.region, world.accountId)],
    streams: askedFor(streams, world.access),
    held: readItems(client),
    trouble: () => trouble,
    sweep: sweeper.sweep,
    async start() {
      if (options.endpoint === undefined) {
        engine = await startEngine(path.join(world.folder, 'dynamodb'), (message) => {
          trouble = message;
          world.report(message);
        });
      }
      sweeper.start();
    },
    async stop() {
      await sweeper.stop();
      client.close();
      await engine?.stop();
    },
  };
}
