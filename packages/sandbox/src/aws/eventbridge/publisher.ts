import { randomUUID } from 'node:crypto';
import type { BusEvent } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { Archives } from './archives.ts';
import type { Deliveries } from './deliveries.ts';
import type { Bus, Registry, Rule } from './registry.ts';
import type { DeliveredEvent } from './target-input.ts';

export type EventFields = Omit<BusEvent, 'id' | 'account' | 'region'>;

export interface PublisherOptions {
  world: World;
  registry: Registry;
  deliveries: Deliveries;
  archives: Archives;
}

/** Accepts events: what the rules ask for is delivered, or stored to be, in one transaction. */
export function makePublisher({ world, registry, deliveries, archives }: PublisherOptions) {
  function deliver(bus: Bus, event: DeliveredEvent, rules: readonly Rule[]): void {
    const text = JSON.stringify(event);
    const told = { at: world.now(), work: { kind: 'event', id: event.id } } as const;
    world.observe.tell?.({ ...told, fact: 'accepted', target: bus.arn, content: text });
    if (event['replay-name'] === undefined) archives.keep(bus, event, text);
    for (const rule of rules) {
      for (const target of rule.targets) {
        world.observe.tell?.({ ...told, fact: 'matched', target: target.Arn, ruleArn: rule.arn });
        deliveries.deliver(rule, target, event, text);
      }
    }
  }

  /** All or none: when one cannot be stored, none of them is. `rulesFor` narrows the rules, for replays. */
  function accept(
    events: readonly { bus: Bus; event: DeliveredEvent }[],
    rulesFor: (bus: Bus, event: DeliveredEvent) => Rule[] = (bus, event) =>
      registry.matching(bus.name, event),
  ): void {
    world.transaction(() => {
      for (const { bus, event } of events) deliver(bus, event, rulesFor(bus, event));
    });
  }

  /** Hands an event to a target once more, as it was. @returns false when no rule of the bus has that target */
  function again(bus: Bus, text: string, targetArn: string): boolean {
    const event = JSON.parse(text) as DeliveredEvent;
    for (const rule of registry.rulesOf(bus.name)) {
      const target = rule.targets.find(({ Arn }) => Arn === targetArn);
      if (!target) continue;
      world.transaction(() => {
        const told = { at: world.now(), work: { kind: 'event', id: event.id } } as const;
        world.observe.tell?.({ ...told, fact: 'matched', target: targetArn, ruleArn: rule.arn });
        deliveries.deliver(rule, target, event, text);
      });
      return true;
    }
    return false;
  }

  return {
    accept,
    again,
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
  };
}

export type Publisher = ReturnType<typeof makePublisher>;

/** @param time ISO 8601 or milliseconds since the epoch */
export function wholeSeconds(time: string | number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
