import { availableParallelism } from 'node:os';
import type { Edge } from '../../core/edge.ts';
import type {
  CredentialIssuer,
  EventBuses,
  FunctionInvoker,
  LogSink,
  Queues,
  TableStreams,
} from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { makeAsyncInvocations } from './async-invocations.ts';
import { type Destinations, makeDestinations } from './destinations.ts';
import { type EnvironmentLimits, makeEnvironments } from './environments.ts';
import { makeEventSourceMappings } from './event-source-mappings.ts';
import type { RecordFilter } from './filter-criteria.ts';
import { functionResource } from './function-resource.ts';
import { type LambdaFunction, makeFunctions } from './functions.ts';
import { makeInvoker } from './invoker.ts';
import { makeLambdaEdge } from './lambda-edge.ts';
import { mappingResource } from './mapping-resource.ts';
import {
  aliasResource,
  eventInvokeConfigResource,
  permissionResource,
  versionResource,
} from './release-resources.ts';

export interface LambdaNeeds {
  credentials: CredentialIssuer;
  logs: LogSink;
  queues: Queues;
  buses: EventBuses;
  streams: TableStreams;
  /** EventBridge's pattern language, for `FilterCriteria`. */
  matches(pattern: unknown): RecordFilter;
}

export interface Lambda {
  edge: Edge;
  resources: ResourceProvider[];
  invoker: FunctionInvoker;
  /** Every function of the template. */
  functions(): readonly LambdaFunction[];
  /** Runs the event source mappings and the events that an earlier run has left; call it when all resources are made. */
  start(): void;
  /** Ends every environment; invocations under way are lost, stored events are not. */
  stop(): Promise<void>;
  /** The next invocation of the function uses the code as it is now. */
  reload(functionName: string): void;
}

const minuteMs = 60_000;

/** @param options `hosts` is the number of cores unless told, the other limits are Lambda's */
export function makeLambda(
  world: World,
  needs: LambdaNeeds,
  options: Partial<EnvironmentLimits> = {},
): Lambda {
  const limits: EnvironmentLimits = {
    hosts: Math.max(2, availableParallelism()),
    concurrency: 100,
    idleMs: 5 * minuteMs,
    blockedMs: 1000,
    initMs: 10_000,
    ...options,
  };
  const functions = makeFunctions();
  const environments = makeEnvironments(world, needs.credentials, needs.logs, limits);
  const destinations = (): Destinations => exits;
  const events = makeAsyncInvocations(world, functions, environments, destinations);
  const invoker = makeInvoker(functions, environments, events);
  const exits = makeDestinations(world, needs.queues, needs.buses, invoker.invokeAsync);
  const mappings = makeEventSourceMappings(world, functions, environments, needs, destinations);
  return {
    edge: makeLambdaEdge(functions, invoker),
    resources: [
      functionResource(world, functions, environments),
      versionResource(functions),
      aliasResource(functions),
      permissionResource(functions),
      eventInvokeConfigResource(world, functions, events.configs),
      mappingResource(world, functions, mappings, needs),
    ],
    invoker,
    functions: () => [...functions.byName.values()],
    start() {
      events.start();
      mappings.start();
    },
    async stop() {
      mappings.stop();
      events.stop();
      await environments.stop();
    },
    reload: (functionName) => environments.end(functions.resolve(functionName).fn.name),
  };
}
