import type { Value } from '@shutterbus/sandbox/template/value';
import { functionBehind, functionsOf, isHook, mayCall, type TemplateFunction } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, list, named, textOf } from '../values.ts';

/** What begins the actions on a resource of this type that a function is given by a variable. */
const actionsByType: Record<string, string> = {
  'AWS::DynamoDB::Table': 'dynamodb:',
  'AWS::S3::Bucket': 's3:',
  'AWS::SQS::Queue': 'sqs:',
  'AWS::Cognito::UserPool': 'cognito-idp:',
  'AWS::Lambda::Function': 'lambda:',
};
/** Empty for what a function is told for another reason than to call it. */
const actionsOn = (stack: Stack, id: string): string => actionsByType[stack[id]?.type ?? ''] ?? '';

/** Of a table's stream, by Lambda for its event source mapping. */
const ofStreams = /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/;
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html: what can be done on an index. */
const onIndexes = ['dynamodb:Query', 'dynamodb:Scan'];
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html: all others here are done on objects. */
const onBuckets = ['s3:ListBucket', 's3:ListBucketVersions'];

/** Functions that are told of a resource by what they are called with. */
const toldByCalls = [
  { id: 'PostConfirmation', resource: 'UserPool', reason: 'Cognito says which pool calls' },
  { id: 'TellConductor', resource: 'ConductLeaving', reason: 'a token says which execution waits' },
];

/** What of its resource a grant is for; undefined where there is but one. */
function partOf(action: string, resource: Value): string | undefined {
  const text = textOf(resource);
  if (action.startsWith('dynamodb:')) return /\/(index\/.+)$/.exec(text)?.[1] ?? 'table';
  if (action.startsWith('s3:')) return text.includes('/') ? 'objects' : 'bucket';
  return undefined;
}

/** Functions that are told of a resource for their events, and call nobody there. */
const onlyNamed = [
  { id: 'DeletePhoto', resource: 'UploadsBucket', reason: 'MediaDeleted says where the original lies' },
  { id: 'RequestRenditions', resource: 'UploadsBucket', reason: 'MediaRenditionsRequested says so too' },
];

interface Grant {
  action: string;
  id: string;
  part: string | undefined;
}

/** Single grants on resources of the template. */
const grantsOf = ({ statements }: TemplateFunction, stack: Stack): Grant[] =>
  statements.flatMap(({ actions, resources }) =>
    resources.flatMap((resource) => {
      const id = named(resource);
      return id === undefined || !stack[id]
        ? []
        : actions.map((action) => ({ action, id, part: partOf(action, resource) }));
    }),
  );

/** Grants on the wrong part: queries of the table where the code asks an index and the reverse, objects in place of their bucket. */
export function wrongParts(service: string, stack: Stack): string[] {
  return functionsOf(stack).flatMap((fn) => {
    const { reads, actions } = needsOf(service, fn.handler);
    const grants = grantsOf(fn, stack).filter(({ part }) => part !== undefined);
    const needed = reads.filter((read) => actions.includes(read.split(' ')[0] ?? ''));
    const meets = ({ action, part }: Grant, read: string): boolean =>
      read === `${action} ${part}` || (read === `${action} index/*` && part?.startsWith('index/') === true);
    const expected = ({ action, part }: Grant): boolean => {
      if (onIndexes.includes(action)) return false;
      if (action.startsWith('s3:')) return part === (onBuckets.includes(action) ? 'bucket' : 'objects');
      return part === 'table' || ofStreams.test(action);
    };
    return [
      ...needed
        .filter((read) => !grants.some((grant) => meets(grant, read)))
        .map((read) => `${fn.id} may not do ${read.replace(' ', ' on ')}`),
      ...grants
        .filter((grant) => !expected(grant) && !needed.some((read) => meets(grant, read)))
        .map(({ action, id, part }) => `${fn.id} needs no ${action} on ${part} of ${id}`),
    ];
  });
}

/**
 * Resources that a function's variables name and on which it may do nothing, and grants on those of which nothing tells it: neither a
 * variable that it reads, nor its event source, nor an exit of its. A release's hook hears from CodeDeploy which functions it asks.
 */
export function wrongResources(service: string, stack: Stack): string[] {
  const functions = functionsOf(stack);
  return functions.flatMap((fn) => {
    const given = givenTo(fn, needsOf(service, fn.handler).variables, stack);
    const told = resourcesIn(toldByCalls, fn);
    const mentioned = resourcesIn(onlyNamed, fn);
    const known = [fn.id, ...given, ...told, ...sourcesOf(fn, stack), ...exitsOf(fn, stack)];
    const grants = grantsOf(fn, stack).map((grant) => ({
      ...grant,
      id: functionBehind(stack, grant.id) ?? grant.id,
    }));
    return [
      ...given
        .filter((id) => !mentioned.includes(id))
        .filter(
          (id) => !grants.some((grant) => grant.id === id && grant.action.startsWith(actionsOn(stack, id))),
        )
        .filter((id) => !functions.some((one) => one.id === id && mayCall(fn, one)))
        .map((id) => `${fn.id} is given ${id} and may do nothing there`),
      ...grants
        .filter(({ id, action }) => actionsOn(stack, id) && !(isHook(fn) && action.startsWith('lambda:')))
        .filter(({ id }) => !known.includes(id))
        .map(({ id, action }) => `${fn.id} may do ${action} on ${id}, of which nothing tells it`),
    ];
  });
}

const resourcesIn = (exceptions: { id: string; resource: string }[], fn: TemplateFunction): string[] =>
  exceptions.filter(({ id }) => id === fn.id).map(({ resource }) => resource);

/** What the variables name that the handler reads. */
function givenTo({ properties }: TemplateFunction, read: readonly string[], stack: Stack): string[] {
  return read.flatMap((name) => {
    const id = named(at(properties, 'Environment', 'Variables', name));
    const behind = functionBehind(stack, id) ?? id;
    return behind !== undefined && actionsOn(stack, behind) ? [behind] : [];
  });
}

/** Queues and tables whose messages and records Lambda brings. */
const sourcesOf = ({ id }: TemplateFunction, stack: Stack): string[] =>
  ofType(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, mapping]) => functionBehind(stack, named(mapping.FunctionName)) === id)
    .flatMap(([, mapping]) => named(mapping.EventSourceArn) ?? []);

function exitsOf({ id, properties }: TemplateFunction, stack: Stack): string[] {
  const configs = ['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping'].flatMap((type) =>
    ofType(stack, type).filter(([, one]) => functionBehind(stack, named(one.FunctionName)) === id),
  );
  return [
    at(properties, 'DeadLetterConfig', 'TargetArn'),
    ...configs.map(([, config]) => at(config, 'DestinationConfig', 'OnFailure', 'Destination')),
  ].flatMap((target) => (target === undefined ? [] : list(target).flatMap((one) => named(one) ?? [])));
}
