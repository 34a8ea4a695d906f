import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Edge } from '../../core/edge.ts';
import { makeKeptDefinitions } from '../../core/kept-definitions.ts';
import type {
  CredentialIssuer,
  EventBuses,
  FunctionInvoker,
  LogSink,
  MetricSink,
  Queues,
  TableStreams,
  Topics,
} from '../../core/ports.ts';
import type { PolicyKeeper, ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type Aliases, makeAliases } from './aliases.ts';
import { makeAsyncInvocations } from './async-invocations.ts';
import { makeCodeStore } from './code-store.ts';
import { openDebuggers } from './debuggers.ts';
import { type Destinations, makeDestinations } from './destinations.ts';
import { makeExecutionExits } from './durable/execution-exits.ts';
import { makeExecutions } from './durable/executions.ts';
import { type EnvironmentLimits, type Environments, makeEnvironments } from './environments.ts';
import { makeEventSourceMappings } from './event-source-mappings.ts';
import type { RecordFilter } from './filter-criteria.ts';
import { functionResource } from './function-resource.ts';
import { makeFunctions } from './functions.ts';
import { type HeldFunctions, makeHeldFunctions } from './held-functions.ts';
import { forgetOldCode } from './host/code-cache.ts';
import { makeInvoker } from './invoker.ts';
import { makeLambdaEdge } from './lambda-edge.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { type LastCall, rememberCalls } from './last-calls.ts';
import { mappingResource } from './mapping-resource.ts';
import { type KeptPermission, makePermissions } from './permissions.ts';
import {
  aliasResource,
  eventInvokeConfigResource,
  type PendingRelease,
  permissionResource,
  versionResource,
} from './release-resources.ts';
import { makeReload } from './reload.ts';
import { makeVersions } from './versions.ts';

export interface LambdaNeeds {
  credentials: CredentialIssuer;
  logs: LogSink;
  queues: Queues;
  buses: EventBuses;
  topics: Topics;
  streams: TableStreams;
  /** EventBridge's pattern language, for `FilterCriteria`. */
  matches(pattern: unknown): RecordFilter;
  metrics: MetricSink;
}

export interface LambdaOptions extends EnvironmentLimits {
  /** Aliases with a deployment preference stay where they are until a release moves them; false unless told. */
  holdReleases: boolean;
  /** Where the code lies that the template names by a folder; there, unless told. */
  codeAt(folder: string): string;
}

export interface Lambda extends PolicyKeeper {
  edge: Edge;
  resources: ResourceProvider[];
  invoker: FunctionInvoker;
  aliases: Aliases;
  /** What the template asked for and a release has to do, in the order of the template. */
  pendingReleases(): readonly PendingRelease[];
  /** What somebody does to functions on purpose. */
  held: HeldFunctions;
  lastCall(functionName: string): LastCall | undefined;
  /** Request id of what runs in the environment with these credentials. */
  runningUnder(accessKeyId: string): string | undefined;
  /** Every function of the template. */
  functions(): readonly LambdaFunction[];
  /**
   * Runs the event source mappings and the events that an earlier run has left; call it when all resources are made.
   * @throws NoSuchFunctionError
   */
  start(): void;
  /** Ends every environment; invocations under way are lost, stored events are not. */
  stop(): Promise<void>;
  /** Forgets versions that no alias and no release that waits names, with their code. */
  tidy(): void;
  /** The next invocation of the function uses the code as it is now, also by an alias that is at its newest version. */
  reload(functionName: string): void;
}

/** More would not run JavaScript faster that mostly waits, and each holds its own copy of Node and of the code. */
const mostThreads = 2;

/** Two children that each make the thumbnails of a photo. It goes by no core: the more there are, the more would fit. */
const childrenMb = 200;

/** @param options `hosts` and `backgroundConcurrency` go by the number of cores; the other limits are Lambda's */
export function makeLambda(world: World, needs: LambdaNeeds, options: Partial<LambdaOptions> = {}): Lambda {
  const cores = Math.max(2, availableParallelism());
  const limits: EnvironmentLimits = {
    hosts: Math.min(cores, mostThreads),
    concurrency: 100,
    backgroundConcurrency: cores,
    childrenMb,
    idleMs: 50_000,
    blockedMs: 250,
    silentMs: 10_000,
    patienceMs: 100,
    initMs: 10_000,
    inspect: [],
    ...(world.cacheFolder && { codeCache: join(world.cacheFolder, 'functions') }),
    ...options,
  };
  if (limits.codeCache) forgetOldCode(limits.codeCache);
  const aliases = makeAliases(world);
  const versions = makeVersions(world, makeCodeStore(join(world.folder, 'lambda', 'code'), world.folder));
  const functions = makeFunctions(versions, aliases);
  const pending: PendingRelease[] = [];
  const hold = options.holdReleases ? (release: PendingRelease) => void pending.push(release) : undefined;
  const pool = makeEnvironments(world, needs.credentials, needs.logs, limits, needs.metrics);
  const { held, environments: holdable } = makeHeldFunctions(pool);
  const { environments: remembering, lastCall } = rememberCalls(holdable, world.now);
  const environments: Environments = {
    ...remembering,
    // What alarms and releases judge by is measured when it ends.
    run(job) {
      const end = world.judging.begin(job.target.fn.name);
      return remembering.run(job).finally(end);
    },
  };
  const destinations = (): Destinations => exits;
  const events = makeAsyncInvocations(world, functions, environments, destinations);
  const ended = makeExecutionExits(world, events.configs, destinations);
  const executions = makeExecutions(world, functions, environments, needs.metrics, ended);
  const invoker = makeInvoker(world, functions, environments, events, executions);
  const exits = makeDestinations(world, needs, invoker.invokeAsync);
  const permissions = makePermissions(
    makeKeptDefinitions<KeptPermission>(world.db, 'lambda_permission_kept'),
  );
  const mappings = makeEventSourceMappings(world, functions, environments, needs, destinations);
  return {
    edge: makeLambdaEdge(world, { functions, invoker, mappings, permissions, executions }),
    resources: [
      functionResource(world, functions, environments, options.codeAt ?? ((folder) => folder)),
      versionResource(functions),
      aliasResource(functions, hold),
      permissionResource(functions, permissions),
      eventInvokeConfigResource(world, functions, events.configs),
      mappingResource(world, functions, mappings, needs),
    ],
    invoker,
    policyOf: permissions.policyOf,
    aliases,
    pendingReleases: () => pending,
    ...{ held, lastCall },
    runningUnder: pool.runningUnder,
    functions: () => [...functions.byName.values()],
    start() {
      const arns = [...functions.byName.values()].map(({ arn }) => arn);
      permissions.start((arn) => arns.some((one) => arn === one || arn.startsWith(`${one}:`)));
      // Before anything that waits is handed over.
      openDebuggers(limits.inspect, functions, environments);
      events.start();
      executions.begin();
      mappings.start();
    },
    tidy() {
      for (const { name } of functions.byName.values()) {
        const named = aliases
          .list(name)
          .flatMap(({ version, weights }) => [version, ...Object.keys(weights)]);
        const waiting = pending.filter(({ functionName }) => functionName === name);
        const running = executions.store.runningVersions(name);
        versions.prune(
          name,
          new Set([...named, ...running, ...waiting.flatMap(({ from, to }) => [from, to])]),
        );
      }
    },
    async stop() {
      mappings.stop();
      events.stop();
      executions.stop();
      await environments.stop();
    },
    reload: makeReload(functions, environments, executions.store.runningVersions),
  };
}
