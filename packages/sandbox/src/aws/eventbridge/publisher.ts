import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { Archives } from './archives.ts';
import type { Deliveries } from './deliveries.ts';
import type { Delivery, DeliveryStore } from './delivery-store.ts';
import type { Bus, Registry, Rule } from './registry.ts';
import { type DeliveredEvent, targetInput } from './target-input.ts';

/** Sees each event that a bus accepted, after it is stored. */
export type EventListener = (seen: { busName: string; event: DeliveredEvent; ruleArns: string[] }) => void;

export type EventFields = Omit<BusEvent, 'id' | 'account' | 'region'>;

export interface PublisherOptions {
  world: World;
  registry: Registry;
  store: DeliveryStore;
  deliveries: Deliveries;
  archives: Archives;
}

/** Accepts events: stores every delivery that the rules ask for in one transaction, then sets them going. */
export function makePublisher({ world, registry, store, deliveries, archives }: PublisherOptions) {
  const listeners = new Set<EventListener>();

  function deliver(rules: readonly Rule[], event: DeliveredEvent): Delivery[] {
    const now = world.now();
    return rules.flatMap((rule) =>
      rule.targets.map((target) =>
        store.add({
          ruleArn: rule.arn,
          targetArn: target.Arn,
          input: targetInput(target, rule, event, now),
          event,
          retryPolicy: target.RetryPolicy ?? {},
          deadLetterArn: target.DeadLetterConfig?.Arn,
          acceptedAt: now,
        }),
      ),
    );
  }

  /** All or none: when one cannot be stored, none of them is. `rulesFor` narrows the rules, for replays. */
  function accept(
    events: readonly { bus: Bus; event: DeliveredEvent }[],
    rulesFor: (bus: Bus, event: DeliveredEvent) => Rule[] = (bus, event) =>
      registry.matching(bus.name, event),
  ): void {
    const accepted = world.transaction(() =>
      events.map(({ bus, event }) => {
        const rules = rulesFor(bus, event);
        if (event['replay-name'] === undefined) archives.keep(bus, event);
        return { busName: bus.name, event, rules, made: deliver(rules, event) };
      }),
    );
    for (const { made } of accepted) for (const delivery of made) deliveries.dispatch(delivery);
    for (const { busName, event, rules } of accepted) {
      for (const listener of listeners) listener({ busName, event, ruleArns: rules.map((rule) => rule.arn) });
    }
  }

  return {
    accept,
    /** Fills in what the bus adds. */
    complete: (fields: EventFields): DeliveredEvent => ({
      version: '0',
      id: randomUUID(),
      'detail-type': fields['detail-type'],
      source: fields.source,
      account: world.accountId,
      time: wholeSeconds(fields.time),
      region: world.region,
      resources: fields.resources,
      detail: fields.detail,
    }),
    onEvent(listener: EventListener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Publisher = ReturnType<typeof makePublisher>;

/** @param time ISO 8601 or milliseconds since the epoch */
export function wholeSeconds(time: string | number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
