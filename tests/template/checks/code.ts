import { callerOf, functionBehind, functionsOf, isHook } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, keys, named, texts } from '../values.ts';

/** Read by libraries, by what every function is wrapped in, and by the runtime; not by `readEnv`. */
const ofLibraries = [
  'AWS_ENDPOINT_URL',
  'POWERTOOLS_SERVICE_NAME',
  'POWERTOOLS_METRICS_NAMESPACE',
  'RELEASE',
  'BUDGET_MS',
  'MALLOC_ARENA_MAX',
  'MALLOC_MMAP_THRESHOLD_',
  'MALLOC_TRIM_THRESHOLD_',
  'NODE_OPTIONS',
];

/** What Lambda does under a function's role for its event source, its log and its traces, and for failed events. */
const ofLambda = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
];
/** Without it, S3 answers 403 instead of 404 for an object that is not there. */
const forMissingObjects = 's3:ListBucket';

/**
 * Grants that only the release before needs. A role is the function's, not a version's, and during a canary both versions run
 * under it: what the code gives up stays granted for one release, and goes with the one after.
 */
const ofReleaseBefore = [
  {
    id: 'OnUserChanged',
    action: 'dynamodb:PutItem',
    reason: 'people were remembered by PutItem before they could leave',
  },
];

/** Variables that a handler reads and does not get, and those that it gets and does not read, unless all get them and most, hooks apart, read them. */
export function wrongVariables(service: string, stack: Stack): string[] {
  const functions = functionsOf(stack).map((fn) => ({
    id: fn.id,
    isHook: isHook(fn),
    set: keys(at(fn.properties, 'Environment', 'Variables')),
    read: needsOf(service, fn.handler).variables,
  }));
  const asked = functions.filter((fn) => !fn.isHook);
  const isForAll = (name: string): boolean =>
    functions.every(({ set }) => set.includes(name)) &&
    asked.filter(({ read }) => read.includes(name)).length > asked.length / 2;
  return functions.flatMap(({ id, set, read }) => [
    ...read.filter((name) => !set.includes(name)).map((name) => `${id} is not given ${name}`),
    ...set
      .filter((name) => !read.includes(name) && !ofLibraries.includes(name) && !isForAll(name))
      .map((name) => `${id} does not read ${name}`),
  ]);
}

/** Calls that the code can make and the role refuses, and grants that no code uses. */
export function wrongGrants(service: string, stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, handler, statements, properties }) => {
    const granted = [...new Set(statements.flatMap(({ actions }) => actions))];
    const { actions } = needsOf(service, handler);
    const hasExit =
      callerOf(stack, id) === 'stream' ||
      properties.DeadLetterConfig !== undefined ||
      ofType(stack, 'AWS::Lambda::EventInvokeConfig').some(([, config]) => named(config.FunctionName) === id);
    const kept = ofReleaseBefore.filter((entry) => entry.id === id).map(({ action }) => action);
    const unused = granted.filter(
      (action) =>
        !actions.includes(action) &&
        !kept.includes(action) &&
        !ofLambda.includes(action) &&
        !(action === 'sqs:SendMessage' && hasExit) &&
        !(action === forMissingObjects && actions.some((one) => /^s3:(Get|Delete)Object/.test(one))),
    );
    const role = properties.Role === undefined ? [`${id} has no role`] : [];
    return [
      ...role,
      ...actions.filter((action) => !granted.includes(action)).map((action) => `${id} may not do ${action}`),
      ...unused.map((action) => `${id} needs no ${action}`),
      ...kept
        .filter((action) => !granted.includes(action) || actions.includes(action))
        .map((action) => `${id} does not keep ${action} for the release before`),
    ];
  });
}

/** Two functions of one role, so that each has the other's rights. */
export function sharedRoles(stack: Stack): string[] {
  const roles = functionsOf(stack).map(({ properties }) => named(properties.Role));
  return roles.flatMap((role, index) =>
    roles.indexOf(role) === index ? [] : [`${role} has several functions`],
  );
}

/** Handlers that report single failures to a mapping that would take the whole batch for done, and the reverse. */
export function unreadBatchFailures(service: string, stack: Stack): string[] {
  const functions = new Map(functionsOf(stack).map((fn) => [fn.id, fn]));
  return ofType(stack, 'AWS::Lambda::EventSourceMapping').flatMap(([id, mapping]) => {
    const fn = functions.get(functionBehind(stack, named(mapping.FunctionName)) ?? '');
    const reports = fn !== undefined && needsOf(service, fn.handler).returnsBatchFailures;
    const read = texts(mapping.FunctionResponseTypes).includes('ReportBatchItemFailures');
    return reports === read ? [] : [`${id} and its handler do not agree on ReportBatchItemFailures`];
  });
}
