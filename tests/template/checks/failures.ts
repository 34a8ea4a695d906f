import { functionBehind, functionsOf } from '../functions.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, list, mappings, named, texts } from '../values.ts';

/** Rule targets, functions behind rules, mappings and queues whose failures go nowhere, or may not go there. */
export function missingExits(stack: Stack): string[] {
  const mayWrite = (queue: string | undefined): boolean =>
    ofType(stack, 'AWS::SQS::QueuePolicy').some(
      ([, policy]) =>
        list(policy.Queues).some((one) => named(one) === queue) &&
        mappings(at(policy, 'PolicyDocument', 'Statement')).some(
          (statement) =>
            statement.Effect === 'Allow' &&
            at(statement, 'Principal', 'Service') === 'events.amazonaws.com' &&
            texts(statement.Action).includes('sqs:SendMessage'),
        ),
    );
  const functions = functionsOf(stack);
  const roleMayWrite = (id: string | undefined, queue: string | undefined): boolean =>
    functions.some(
      (fn) =>
        fn.id === id &&
        fn.statements.some(
          ({ actions, resources }) =>
            actions.includes('sqs:SendMessage') && resources.some((resource) => named(resource) === queue),
        ),
    );
  const invokeConfigs = ofType(stack, 'AWS::Lambda::EventInvokeConfig');

  const ofRules = ofType(stack, 'AWS::Events::Rule').flatMap(([id, rule]) =>
    mappings(rule.Targets).flatMap((target) => {
      const exit = named(at(target, 'DeadLetterConfig', 'Arn'));
      const fn = functionBehind(stack, named(target.Arn));
      const config = invokeConfigs.find(([, one]) => named(one.FunctionName) === fn)?.[1];
      const failure = named(at(config, 'DestinationConfig', 'OnFailure', 'Destination'));
      return [
        ...(exit === undefined ? [`${id} has no dead-letter queue`] : []),
        ...(exit !== undefined && !mayWrite(exit) ? [`${id} may not write to ${exit}`] : []),
        ...(fn !== undefined && failure === undefined ? [`${fn} has no failure destination`] : []),
        ...(failure !== undefined && !roleMayWrite(fn, failure) ? [`${fn} may not write to ${failure}`] : []),
        ...(config !== undefined && config.Qualifier !== 'live'
          ? [`${fn} has its exit not on the alias`]
          : []),
      ];
    }),
  );
  const ofStreams = ofType(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, mapping]) => mapping.StartingPosition !== undefined)
    .flatMap(([id, mapping]) => {
      const exit = named(at(mapping, 'DestinationConfig', 'OnFailure', 'Destination'));
      const fn = functionBehind(stack, named(mapping.FunctionName));
      const bounds = ['BisectBatchOnFunctionError', 'MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'];
      return [
        ...(exit === undefined ? [`${id} has no failure destination`] : []),
        ...(exit !== undefined && !roleMayWrite(fn, exit) ? [`${fn} may not write to ${exit}`] : []),
        ...bounds.filter((bound) => mapping[bound] === undefined).map((bound) => `${id} has no ${bound}`),
      ];
    });
  const ofQueues = ofType(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, mapping]) => mapping.StartingPosition === undefined)
    .flatMap(([id, mapping]) => {
      const queue = stack[named(mapping.EventSourceArn) ?? '']?.properties;
      return at(queue, 'RedrivePolicy', 'deadLetterTargetArn') === undefined
        ? [`the queue of ${id} has no dead-letter queue`]
        : [];
    });
  return [...ofRules, ...ofStreams, ...ofQueues];
}
