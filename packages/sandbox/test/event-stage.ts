import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { type EventBridge, makeEventBridge } from '../src/aws/eventbridge/eventbridge.ts';
import { makeSqs, type Sqs } from '../src/aws/sqs/sqs.ts';
import { makeFastClock } from '../src/core/fast-clock.ts';
import { makeWorld } from '../src/core/make-world.ts';
import type { WorkName } from '../src/core/observe.ts';
import type { Topics } from '../src/core/ports.ts';
import type { Principal } from '../src/core/principal.ts';
import type { World } from '../src/core/world.ts';
import { noMetrics } from './no-metrics.ts';
import { someone } from './someone.ts';

/** Two functions that a test's rules can name. */
export const GOOD = 'arn:aws:lambda:eu-west-1:000000000000:function:good:live';
export const BAD = 'arn:aws:lambda:eu-west-1:000000000000:function:bad:live';
export const queueArn = (name: string): string => `arn:aws:sqs:eu-west-1:000000000000:${name}`;

/** EventBridge with real queues, a database in a file, and functions and logs that only take notes. For tests. */
export class EventStage {
  readonly folder = mkdtempSync(join(tmpdir(), 'events-'));
  readonly reports: string[] = [];
  readonly invoked: { arn: string; payload: unknown }[] = [];
  /** Who invoked, in the same order. */
  readonly callers: Principal[] = [];
  readonly logged: string[] = [];
  /** Stands for Lambda's acceptance of an event; throws what Lambda would. */
  invoke: (arn: string) => void = () => undefined;
  world: World;
  /** What topics were told, each with its ARN before it. */
  readonly told: string[] = [];
  sqs: Sqs;
  bridge: EventBridge;

  constructor() {
    [this.world, this.sqs, this.bridge] = this.build(1000);
  }

  /** Builds everything anew on the same file, as a new process would. */
  reopen(speed = 1000): void {
    [this.world, this.sqs, this.bridge] = this.build(speed);
  }

  async close(): Promise<void> {
    this.bridge.stop();
    this.kill();
  }

  /** Ends without the warning that stop() gives. */
  kill(): void {
    this.sqs.stop();
    this.world.db.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true });
  }

  private build(speed: number): [World, Sqs, EventBridge] {
    const world = makeWorld({
      region: 'eu-west-1',
      accountId: '000000000000',
      endpoint: 'http://127.0.0.1:4566',
      db: new DatabaseSync(join(this.folder, 'state.sqlite')),
      folder: this.folder,
      now: () => Date.now(),
      fastClock: makeFastClock(speed),
      report: (line) => this.reports.push(line),
    });
    const sqs = makeSqs(world, noMetrics);
    const invokeAsync = (caller: Principal, arn: string, payload: string): WorkName => {
      this.invoke(arn);
      this.callers.push(caller);
      this.invoked.push({ arn, payload: JSON.parse(payload) });
      return { kind: 'invocation', id: `r${this.invoked.length}` };
    };
    const publish: Topics['publish'] = (_caller, topicArn, { message }) => {
      this.told.push(`${topicArn}: ${message}`);
      return 'message';
    };
    const logs = {
      write: (_: Principal, group: string, __: string, message: string) =>
        void this.logged.push(`${group}: ${message}`),
    };
    return [
      world,
      sqs,
      makeEventBridge(world, { invoker: { invokeAsync }, queues: sqs.queues, topics: { publish }, logs }),
    ];
  }

  /** Makes one resource of a template. @returns what `!Ref` gives */
  async make(type: string, logicalId: string, properties: unknown): Promise<string> {
    const provider = [...this.bridge.resources, ...this.sqs.resources].find(
      (candidate) => candidate.type === type,
    );
    if (!provider) throw new Error(`no provider for ${type}`);
    const { ref } = await provider.apply({
      logicalId,
      stackName: 'shop',
      physicalName: `shop-${logicalId}`,
      properties: provider.properties.parse(properties),
    });
    return ref;
  }

  rule(logicalId: string, properties: object): Promise<string> {
    return this.make('AWS::Events::Rule', logicalId, properties);
  }

  queue(name: string): Promise<string> {
    return this.make('AWS::SQS::Queue', name, { QueueName: name });
  }

  /** Calls an operation through the edge. Rejects with the error document's code and message. */
  async call(operation: string, input: unknown): Promise<Record<string, unknown>> {
    let status = 0;
    let body = '';
    const request = Object.assign(Readable.from([Buffer.from(JSON.stringify(input))]), {
      headers: { 'x-amz-target': `AWSEvents.${operation}` },
    });
    const response = {
      writeHead: (code: number) => {
        status = code;
      },
      end: (text: string) => {
        body = text;
      },
    };
    await this.bridge.edge.handle({
      request,
      response,
      url: new URL(this.world.endpoint),
      requestId: 'r',
      caller: someone,
    } as unknown as Parameters<EventBridge['edge']['handle']>[0]);
    const answer = JSON.parse(body) as Record<string, unknown>;
    if (status !== 200) throw Object.assign(new Error(String(answer.message)), { code: answer.__type });
    return answer;
  }

  /** Deliveries that no target has taken yet. */
  pendingCount(): number {
    return Number(this.world.db.prepare('SELECT count(*) AS n FROM work').get()?.n);
  }
}

/** An entry for PutEvents. */
export const entry = (detailType: string, detail: unknown = {}, more: object = {}) => ({
  Source: 'shop.orders',
  DetailType: detailType,
  Detail: JSON.stringify(detail),
  ...more,
});
