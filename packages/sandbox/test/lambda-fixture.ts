import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { compilePattern } from '../src/aws/eventbridge/pattern.ts';
import { type Lambda, type LambdaOptions, makeLambda } from '../src/aws/lambda/lambda.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { makeWorld } from '../src/core/make-world.ts';
import type { Fact } from '../src/core/observe.ts';
import type { BusEvent, QueueMessage, Queues, StreamRecord, TableStreams } from '../src/core/ports.ts';
import { someone } from './someone.ts';

const region = 'eu-central-1';
const accountId = '123456789012';
export const queueArn = `arn:aws:sqs:${region}:${accountId}:jobs`;
export const failuresArn = `arn:aws:sqs:${region}:${accountId}:failures`;
export const streamArn = `arn:aws:dynamodb:${region}:${accountId}:table/things/stream/2026-01-01T00:00:00.000`;

/** Queues in memory whose visibility timeout of 30 s never ends by itself. */
export function fakeQueues() {
  const messages = new Map<string, { message: QueueMessage; hidden: boolean }[]>();
  const listeners = new Set<() => void>();
  const of = (arn: string) => messages.get(arn) ?? messages.set(arn, []).get(arn) ?? [];
  let lastId = 0;
  const queues: Queues = {
    send(_caller, arn, body, attributes = {}) {
      const messageId = `m${++lastId}`;
      const messageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
      );
      of(arn).push({
        hidden: false,
        message: {
          messageId,
          receiptHandle: `r-${messageId}`,
          body,
          attributes: {},
          messageAttributes,
          md5OfBody: '',
        },
      });
      for (const listener of listeners) listener();
      return { kind: 'message', id: messageId };
    },
    receive(_caller, arn, max) {
      const visible = of(arn)
        .filter(({ hidden }) => !hidden)
        .slice(0, max);
      for (const entry of visible) entry.hidden = true;
      return visible.map(({ message }) => message);
    },
    settle(_caller, arn, done) {
      messages.set(
        arn,
        of(arn).filter(({ message }) => !done.includes(message.receiptHandle)),
      );
    },
    visibilityTimeoutSeconds: () => 30,
    onMessage(_arn, callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
  return {
    queues,
    bodies: (arn: string) => of(arn).map(({ message }) => message.body),
    messages: (arn: string) => of(arn).map(({ message }) => message),
  };
}

/** One stream with one shard in memory; an iterator is the index of the next record. */
export function fakeStream() {
  const records: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  const streams: TableStreams = {
    shards: async () => ['shard-1'],
    async iterator(_caller, _arn, _shard, position) {
      if (position === 'TRIM_HORIZON') return '0';
      if (position === 'LATEST') return String(records.length);
      return String(records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === position.after) + 1);
    },
    async read(_caller, iterator, limit) {
      const found = records.slice(Number(iterator), Number(iterator) + limit);
      return { records: found, next: String(Number(iterator) + found.length) };
    },
    onWrite(_arn, callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
  };
  return {
    streams,
    write(...names: string[]) {
      for (const name of names) records.push(streamRecord(name, records.length + 1));
      for (const listener of listeners) listener();
    },
  };
}

export function streamRecord(name: string, number: number): StreamRecord {
  return {
    eventID: name,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      SequenceNumber: String(number).padStart(5, '0'),
      ApproximateCreationDateTime: Date.now() / 1000,
      Keys: { id: { S: name } },
    },
  };
}

/** A Lambda whose neighbours are fakes; AWS time runs 10,000 times faster. `folder` outlives a restart. */
export function lambdaFixture(
  options: Partial<LambdaOptions> = {},
  folder = mkdtempSync(join(tmpdir(), 'lambda-test-')),
  queues = fakeQueues(),
  stream = fakeStream(),
) {
  const logs: { group: string; line: string }[] = [];
  const reports: string[] = [];
  const published: Omit<BusEvent, 'id' | 'account' | 'region'>[] = [];
  const issued: string[] = [];
  const revoked: string[] = [];
  const measured: { name: string; value: number; dimensions: Readonly<Record<string, string>> }[] = [];
  const db = new DatabaseSync(join(folder, 'state.sqlite'));
  const world = makeWorld({
    region,
    accountId,
    endpoint: 'http://127.0.0.1:4566',
    db,
    folder,
    now: Date.now,
    fastClock: makeFastClock(10_000),
    report: (line) => void reports.push(line),
  });
  const facts: Fact[] = [];
  world.observe.listen((fact) => facts.push(fact));
  const lambda: Lambda = makeLambda(
    world,
    {
      credentials: {
        assume(_caller, roleArn) {
          const accessKeyId = `ASIA${issued.length}`;
          issued.push(roleArn);
          return { accessKeyId, secretAccessKey: 'secret', sessionToken: 'token' };
        },
        revoke: (accessKeyId) => void revoked.push(accessKeyId),
      },
      logs: { write: (_caller, group, _stream, line) => void logs.push({ group, line }) },
      queues: queues.queues,
      topics: { publish: () => 'message' },
      buses: { publish: (_caller, _bus, event) => String(published.push(event)) },
      streams: stream.streams,
      matches: compilePattern,
      metrics: {
        put(_namespace, name, value, sets) {
          for (const dimensions of sets) measured.push({ name, value, dimensions });
        },
      },
    },
    { hosts: 2, ...options },
  );

  /** Makes a resource as the template's loader does. */
  async function apply(type: string, logicalId: string, given: Record<string, unknown>) {
    const provider = lambda.resources.find((candidate) => candidate.type === type);
    if (!provider) throw new Error(`no ${type}`);
    const properties = provider.properties.parse(given);
    return provider.apply({ logicalId, stackName: 'app', physicalName: `app-${logicalId}`, properties });
  }

  return {
    lambda,
    folder,
    logs,
    measured,
    facts,
    reports,
    published,
    revoked,
    queues,
    stream,
    apply,
    /** Writes a function's code and makes the function. @param files by name, `index.js` alone unless told */
    async define(
      logicalId: string,
      code: string | Record<string, string>,
      given: Record<string, unknown> = {},
    ): Promise<string> {
      const root = join(folder, 'code', logicalId);
      for (const [name, content] of Object.entries(typeof code === 'string' ? { 'index.js': code } : code)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), content);
      }
      const defaults = {
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: `arn:aws:iam::${accountId}:role/${logicalId}`,
      };
      const made = await apply('AWS::Lambda::Function', logicalId, {
        ...defaults,
        Code: { LocalPath: root },
        ...given,
      });
      return made.attributes.Arn ?? '';
    },
    /** Invokes and reads the answer. */
    async call(name: string, event: unknown = {}): Promise<{ answer: unknown; failed: boolean }> {
      const { payload, functionError } = await lambda.invoker.invoke(someone, name, JSON.stringify(event));
      return { answer: JSON.parse(payload), failed: functionError !== undefined };
    },
    lines: (logicalId: string) =>
      logs.filter(({ group }) => group === `/aws/lambda/app-${logicalId}`).map(({ line }) => line),
    /** Stops and leaves the folder, or stops and removes it. */
    async stop(keep = false) {
      await lambda.stop();
      db.close();
      if (!keep) rmSync(folder, { recursive: true });
    },
  };
}
