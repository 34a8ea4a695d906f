import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { World } from '../../core/world.ts';
import type { Destinations, InvocationRecord } from './destinations.ts';
import type { Environments } from './environments.ts';
import { defaultEventInvokeConfig, type EventInvokeConfig } from './event-invoke-config.ts';
import type { Functions, InvocationTarget } from './functions.ts';
import type { Outcome } from './invocation.ts';

/** Waits before the second and the third attempt, in AWS time. */
const retryWaitsMs = [60_000, 120_000] as const;

/** Events that were accepted and wait for their function. What `add` has returned survives a kill of the sandbox. */
export interface AsyncInvocations {
  /** Returns once the event is stored. @returns its request id */
  add(target: InvocationTarget, payload: string): string;
  /** By function name, or `name:qualifier`. */
  configs: Map<string, EventInvokeConfig>;
  /** Takes up what an earlier run has left. */
  start(): void;
  stop(): void;
}

const storedEvent = z.object({
  id: z.number(),
  request_id: z.string(),
  function_arn: z.string(),
  payload: z.string(),
  attempts: z.number(),
});

interface Pending {
  id: number;
  /** Age counts from here: time in which the sandbox was off does not age an event. */
  since: number;
}

export function makeAsyncInvocations(
  world: World,
  functions: Functions,
  environments: Environments,
  destinations: () => Destinations,
): AsyncInvocations {
  const { db, fastClock } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS lambda_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL, function_arn TEXT NOT NULL, payload TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL)`);
  const insert = db.prepare(
    'INSERT INTO lambda_events (request_id, function_arn, payload, due_at) VALUES (?, ?, ?, ?)',
  );
  const select = db.prepare(
    'SELECT id, request_id, function_arn, payload, attempts FROM lambda_events WHERE id = ?',
  );
  const postpone = db.prepare('UPDATE lambda_events SET attempts = ?, due_at = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM lambda_events WHERE id = ?');
  const selectAll = db.prepare('SELECT id, due_at FROM lambda_events ORDER BY id');

  const configs = new Map<string, EventInvokeConfig>();
  /** Events that found no room, first come first served, by function name. */
  const waiting = new Map<string, Pending[]>();
  const timers = new Set<() => void>();
  let running = false;

  function later(waitMs: number, pending: Pending): void {
    const cancel = fastClock.after(waitMs, () => {
      timers.delete(cancel);
      dispatch(pending);
    });
    timers.add(cancel);
  }

  function dispatch(pending: Pending): void {
    if (!running) return;
    attempt(pending).catch((error: unknown) => {
      if (!running) return;
      world.report(
        `An event waits in Lambda's queue: ${error instanceof Error ? error.message : String(error)}`,
      );
      later(retryWaitsMs[0], pending);
    });
  }

  function configOf({ fn, invokedArn }: InvocationTarget): EventInvokeConfig {
    const qualifier = invokedArn.slice(fn.arn.length) || ':$LATEST';
    return configs.get(fn.name + qualifier) ?? defaultEventInvokeConfig;
  }

  async function attempt(pending: Pending): Promise<void> {
    const row = select.get(pending.id);
    if (!row) return;
    const event = storedEvent.parse(row);
    const target = resolve(event.function_arn);
    if (!target) {
      world.report(`An event for ${event.function_arn} is dropped: the function is gone`);
      remove.run(event.id);
      return;
    }
    const config = configOf(target);
    const { fn } = target;
    if (fastClock.elapsed(world.now() - pending.since) > config.maximumEventAgeInSeconds * 1000) {
      return fail(target, event, config, 'EventAgeExceeded', undefined);
    }
    if (!environments.hasRoom(fn)) {
      waiting.set(fn.name, [...(waiting.get(fn.name) ?? []), pending]);
      return;
    }
    const outcome = await environments.run({ target, requestId: event.request_id, payload: event.payload });
    if (!running) return;
    if (!outcome.failed) {
      if (config.onSuccess) await deliver(config.onSuccess, record(target, event, 'Success', outcome));
      remove.run(event.id);
      return;
    }
    const attempts = event.attempts + 1;
    if (attempts > config.maximumRetryAttempts) {
      return fail(target, { ...event, attempts }, config, 'RetriesExhausted', outcome);
    }
    const waitMs = retryWaitsMs[attempts - 1] ?? 0;
    postpone.run(attempts, Math.ceil(world.now() + waitMs / fastClock.speed), event.id);
    later(waitMs, pending);
  }

  function resolve(functionArn: string): InvocationTarget | undefined {
    try {
      return functions.resolve(functionArn);
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  async function fail(
    target: InvocationTarget,
    event: z.infer<typeof storedEvent>,
    config: EventInvokeConfig,
    condition: 'RetriesExhausted' | 'EventAgeExceeded',
    outcome: Outcome | undefined,
  ): Promise<void> {
    const { fn } = target;
    const exits = [config.onFailure, fn.deadLetterArn].filter((arn) => arn !== undefined);
    world.report(
      `${fn.name} gave up an event (${condition}); it goes to ${exits.join(' and ') || 'nowhere: no OnFailure destination'}`,
    );
    if (config.onFailure) await deliver(config.onFailure, record(target, event, condition, outcome));
    if (fn.deadLetterArn) {
      await destinations()
        .deadLetter(fn.deadLetterArn, event.payload, event.request_id, outcome?.payload ?? condition)
        .catch(undelivered(fn.deadLetterArn));
    }
    remove.run(event.id);
  }

  /** As in AWS, a destination that does not take the record loses it. */
  function undelivered(destinationArn: string): (error: unknown) => void {
    return (error) =>
      world.report(
        `${destinationArn} did not take a failed event: ${error instanceof Error ? error.message : String(error)}`,
      );
  }

  async function deliver(destinationArn: string, document: InvocationRecord): Promise<void> {
    await destinations().send(destinationArn, document).catch(undelivered(destinationArn));
  }

  function record(
    { fn, invokedArn, version }: InvocationTarget,
    event: z.infer<typeof storedEvent>,
    condition: InvocationRecord['requestContext']['condition'],
    outcome: Outcome | undefined,
  ): InvocationRecord {
    return {
      version: '1.0',
      timestamp: new Date(world.now()).toISOString(),
      requestContext: {
        requestId: event.request_id,
        functionArn: invokedArn === fn.arn ? `${fn.arn}:$LATEST` : invokedArn,
        condition,
        approximateInvokeCount: condition === 'Success' ? event.attempts + 1 : event.attempts,
      },
      requestPayload: JSON.parse(event.payload),
      ...(outcome && {
        responseContext: {
          statusCode: 200,
          executedVersion: version,
          ...(outcome.failed && { functionError: 'Unhandled' as const }),
        },
        responsePayload: JSON.parse(outcome.payload),
      }),
    };
  }

  /** Room that one function leaves may be room for another, which waits for the account's limit. */
  environments.onRoom(() => {
    for (const [name, [next, ...others]] of waiting) {
      const fn = functions.byName.get(name);
      if (!next || (fn && !environments.hasRoom(fn))) continue;
      if (others.length > 0) waiting.set(name, others);
      else waiting.delete(name);
      dispatch(next);
    }
  });

  return {
    configs,
    add(target, payload) {
      const requestId = randomUUID();
      const now = world.now();
      const { lastInsertRowid } = insert.run(requestId, target.invokedArn, payload, now);
      dispatch({ id: Number(lastInsertRowid), since: now });
      return requestId;
    },
    start() {
      running = true;
      const now = world.now();
      for (const row of selectAll.all()) {
        const { id, due_at } = z.object({ id: z.number(), due_at: z.number() }).parse(row);
        const waitMs = fastClock.elapsed(due_at - now);
        if (waitMs > 0) later(waitMs, { id, since: now });
        else dispatch({ id, since: now });
      }
    },
    stop() {
      running = false;
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
