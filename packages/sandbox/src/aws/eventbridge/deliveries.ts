import type { Queues } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { Delivery, DeliveryStore } from './delivery-store.ts';
import { type TargetFailure, targetFailure } from './targets.ts';

/** Wraps each attempt, for fault injection: may delay it, repeat it, or throw instead. */
export type AroundDelivery = (delivery: Readonly<Delivery>, attempt: () => Promise<void>) => Promise<void>;

const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_SECONDS = 86_400;
/** EventBridge does not publish its waits; these spread 185 retries over about a day. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 600_000;

export interface DeliveryOptions {
  world: World;
  store: DeliveryStore;
  handOver(delivery: Delivery): Promise<void>;
  queues: Pick<Queues, 'send'>;
}

/** Brings stored deliveries to their targets, each on its own, so that a failing target holds up no other. */
export function makeDeliveries({ world, store, handOver, queues }: DeliveryOptions) {
  let running = false;
  let around: AroundDelivery = (_, attempt) => attempt();
  const waiting = new Map<number, () => void>();

  function dispatch(delivery: Delivery): void {
    if (!running) return;
    attempt(delivery).catch((error: unknown) =>
      world.report(`EventBridge: delivery to ${delivery.targetArn} broke: ${String(error)}`),
    );
  }

  async function attempt(delivery: Delivery): Promise<void> {
    try {
      await around(delivery, () => handOver(delivery));
    } catch (error) {
      if (running) await failed(delivery, targetFailure(error));
      return;
    }
    if (running) store.remove(delivery.id);
  }

  async function failed(delivery: Delivery, failure: TargetFailure): Promise<void> {
    const exhausted = failure.permanent ? undefined : exhaustedCondition(delivery);
    if (failure.permanent || exhausted) {
      await giveUp(delivery, failure, exhausted);
      return;
    }
    const delayMs = backoffMs(delivery.retries);
    const next = {
      ...delivery,
      retries: delivery.retries + 1,
      dueAt: world.now() + delayMs / world.fastClock.speed,
    };
    store.postpone(next);
    waitFor(next, delayMs);
  }

  function waitFor(delivery: Delivery, delayMs: number): void {
    const cancel = world.fastClock.after(delayMs, () => {
      waiting.delete(delivery.id);
      dispatch(delivery);
    });
    waiting.set(delivery.id, cancel);
  }

  function exhaustedCondition({ retries, retryPolicy, acceptedAt }: Delivery): string | undefined {
    if (retries >= (retryPolicy.MaximumRetryAttempts ?? DEFAULT_RETRIES)) return 'MaximumRetryAttempts';
    const ageSeconds = world.fastClock.elapsed(world.now() - acceptedAt) / 1000;
    const maxAge = retryPolicy.MaximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS;
    return ageSeconds >= maxAge ? 'MaximumEventAgeInSeconds' : undefined;
  }

  async function giveUp(
    delivery: Delivery,
    failure: TargetFailure,
    exhausted: string | undefined,
  ): Promise<void> {
    const what = `event ${delivery.event.id} (${delivery.event['detail-type']}) for ${delivery.targetArn}`;
    const why = `${failure.code} after ${delivery.retries} retries`;
    if (delivery.deadLetterArn === undefined) {
      world.report(`EventBridge dropped ${what}: ${why}; the target has no dead-letter queue`);
    } else {
      try {
        await queues.send(delivery.deadLetterArn, JSON.stringify(delivery.event), {
          RULE_ARN: delivery.ruleArn,
          TARGET_ARN: delivery.targetArn,
          ERROR_CODE: failure.code,
          ERROR_MESSAGE: failure.message || failure.code,
          ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
          RETRY_ATTEMPTS: String(delivery.retries),
        });
        world.report(`EventBridge dead-lettered ${what}: ${why}`);
      } catch (error) {
        const { code } = targetFailure(error);
        world.report(`EventBridge dropped ${what}: ${why}; its dead-letter queue did not take it (${code})`);
      }
    }
    if (running) store.remove(delivery.id);
  }

  return {
    dispatch,
    /** Goes on with what is stored. */
    start(): void {
      running = true;
      for (const delivery of store.pending()) {
        const remainingMs = delivery.dueAt - world.now();
        if (remainingMs > 0) waitFor(delivery, world.fastClock.elapsed(remainingMs));
        else dispatch(delivery);
      }
    },
    /** From here on nothing touches the database; what was under way is repeated at the next start. */
    async stop(): Promise<void> {
      running = false;
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
    around(wrapper: AroundDelivery): void {
      around = wrapper;
    },
  };
}

/** Doubles, with up to half of it taken off at random. */
function backoffMs(retries: number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** Math.min(retries, 20), LONGEST_RETRY_MS);
  return full * (0.5 + Math.random() / 2);
}

export type Deliveries = ReturnType<typeof makeDeliveries>;
