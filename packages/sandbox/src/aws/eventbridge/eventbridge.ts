import { randomUUID } from 'node:crypto';
import type { Edge } from '../../core/edge.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import { makeKeptDefinitions } from '../../core/kept-definitions.ts';
import type { EventBuses } from '../../core/ports.ts';
import type { Principal } from '../../core/principal.ts';
import type { PolicyKeeper, ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { makeArchives } from './archives.ts';
import { busPolicyOf, wholePolicy } from './bus-policy.ts';
import { makeDeliveries } from './deliveries.ts';
import { type EventsLook, lookAt } from './events-look.ts';
import type { KeptEventDefinition } from './kept.ts';
import { eventBridgeOperations } from './operations.ts';
import { makePublisher, wholeSeconds } from './publisher.ts';
import { makeRegistry, type Rule } from './registry.ts';
import { makeReplays } from './replays.ts';
import { eventResources } from './resources.ts';
import { makeScheduler } from './scheduler.ts';
import type { DeliveredEvent } from './target-input.ts';
import { handOver, type TargetServices } from './targets.ts';

export interface EventBridge extends PolicyKeeper {
  edge: Edge;
  resources: ResourceProvider[];
  buses: EventBuses;
  look: EventsLook;
  /** Hands an event to a target once more, with the same id. @returns false when no rule has that target */
  deliverAgain(text: string, targetArn: string): boolean;
  /** Puts what an archive has of a span on its bus again, times in milliseconds since the epoch. @returns the replay's name @throws AwsError */
  replay(archiveName: string, from: number, to: number): string;
  /** After the resources are made: stored deliveries go on, schedules begin. */
  start(): void;
  /** Stored deliveries stay for the next start; the database may be closed afterwards. */
  stop(): void;
}

/**
 * EventBridge: buses, rules, targets with retries and dead-letter queues, schedules, archives and replays.
 * Events are delivered at least once and in no promised order, as in AWS. Policies of buses are not enforced here.
 */
export function makeEventBridge(world: World, ports: Omit<TargetServices, 'forward'>): EventBridge {
  const registry = makeRegistry(world);
  const archives = makeArchives(world, registry);
  const kept = makeKeptDefinitions<KeptEventDefinition>(world.db, 'events_kept');
  const services = {
    ...ports,
    forward: (caller: Principal, busArn: string, event: DeliveredEvent) => {
      world.access.check(caller, 'events:PutEvents', busArn);
      publisher.accept([{ bus: registry.requireBus(busArn), event }]);
    },
  };
  const deliveries = makeDeliveries(world, ports.queues, (delivery) => handOver(services, delivery));
  const publisher = makePublisher({ world, registry, deliveries, archives });
  const replays = makeReplays(world, registry, archives, publisher);

  const scheduler = makeScheduler(world, (rule: Rule, timeMs) => {
    const event = publisher.complete({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      time: wholeSeconds(timeMs),
      resources: [rule.arn],
      detail: {},
    });
    publisher.accept([{ bus: registry.requireBus(rule.busName), event }], () => [rule]);
  });

  return {
    edge: jsonProtocol({
      name: 'events',
      targetPrefix: 'AWSEvents',
      version: '1.1',
      operations: eventBridgeOperations({
        ...{ registry, publisher, archives, replays, kept, access: world.access, now: world.now },
        planSchedules: () => scheduler.start(registry.allRules()),
      }),
    }),
    resources: eventResources({ registry, archives, kept }),
    buses: {
      publish(caller, busNameOrArn, event) {
        const bus = registry.requireBus(busNameOrArn);
        world.access.check(caller, 'events:PutEvents', bus.arn);
        const complete = publisher.complete(event);
        publisher.accept([{ bus, event: complete }]);
        return complete.id;
      },
    },
    look: lookAt(registry, archives),
    deliverAgain: (text, targetArn) => registry.buses().some((bus) => publisher.again(bus, text, targetArn)),
    replay(archiveName, from, to) {
      const { arn, sourceArn } = archives.require(archiveName);
      const ReplayName = `console-${randomUUID()}`;
      const span = { EventStartTime: from / 1000, EventEndTime: to / 1000 };
      replays.start({ ReplayName, EventSourceArn: arn, Destination: { Arn: sourceArn }, ...span });
      return ReplayName;
    },
    policyOf(arn) {
      const bus = registry.findBus(arn);
      return bus && wholePolicy(bus.policy);
    },
    start() {
      for (const { kind, definition, gone } of kept.holding()) {
        const bus = registry.findBus(kind === 'archive' ? definition.sourceArn : definition.busName);
        // It has left the template.
        if (!bus) continue;
        if (kind === 'policy') bus.policy = busPolicyOf(definition);
        else if (kind === 'rule') {
          const rule = registry.putRule(definition);
          if (gone) registry.removeRule(rule);
        } else {
          const archive = archives.put(definition);
          if (gone) archives.remove(archive);
        }
      }
      archives.expire();
      deliveries.start();
      scheduler.start(registry.allRules());
    },
    stop() {
      scheduler.stop();
      deliveries.stop();
    },
  };
}
