import path from 'node:path';
import type { Mapping } from '@shutterbus/sandbox/template/value';
import { functionBehind, functionsOf } from '../functions.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, keys, list, mappings, named, textOf, texts } from '../values.ts';

const account = '111122223333';

/**
 * The ARN of a rule whose name CloudFormation makes and cuts: what would be longer than 64 characters loses the end of
 * the stack's name, while logical id and random part stay.
 */
function arnOfRule(id: string, { EventBusName: bus }: Mapping): string {
  const name = `ap-${id}-1A2B3C4D5E6F`;
  return `arn:aws:events:eu-west-1:${account}:rule/${bus === undefined ? '' : `${named(bus) ? 'app' : textOf(bus)}/`}${name}`;
}

/** Whether each condition of a statement for EventBridge holds for this rule; one that is not known does not. */
function letsRule(statement: Mapping, id: string, stack: Stack): boolean {
  const arn = arnOfRule(id, stack[id]?.properties ?? {});
  return keys(statement.Condition).every((operator) =>
    keys(at(statement, 'Condition', operator)).every((key) =>
      list(at(statement, 'Condition', operator, key)).some((value) => {
        if (operator === 'StringEquals' && key === 'aws:SourceAccount') return textOf(value) === account;
        if (!/^Arn(Equals|Like)$/.test(operator) || key !== 'aws:SourceArn') return false;
        return at(value, 'Fn::GetAtt') === undefined
          ? path.matchesGlob(arn, textOf(value))
          : named(value) === id;
      }),
    ),
  );
}

/**
 * Rule targets, functions behind rules, durable functions, mappings and queues whose failures go nowhere, or may not go there; queues closed to
 * their rule.
 */
export function missingExits(stack: Stack): string[] {
  const mayWrite = (queue: string | undefined, rule: string): boolean =>
    ofType(stack, 'AWS::SQS::QueuePolicy').some(
      ([, policy]) =>
        list(policy.Queues).some((one) => named(one) === queue) &&
        mappings(at(policy, 'PolicyDocument', 'Statement')).some(
          (statement) =>
            statement.Effect === 'Allow' &&
            at(statement, 'Principal', 'Service') === 'events.amazonaws.com' &&
            texts(statement.Action).includes('sqs:SendMessage') &&
            letsRule(statement, rule, stack),
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
      const queue =
        stack[named(target.Arn) ?? '']?.type === 'AWS::SQS::Queue' ? named(target.Arn) : undefined;
      const config = invokeConfigs.find(([, one]) => named(one.FunctionName) === fn)?.[1];
      const failure = named(at(config, 'DestinationConfig', 'OnFailure', 'Destination'));
      return [
        ...(exit === undefined ? [`${id} has no dead-letter queue`] : []),
        ...(exit !== undefined && !mayWrite(exit, id) ? [`${id} may not write to ${exit}`] : []),
        ...(queue !== undefined && !mayWrite(queue, id) ? [`${id} may not write to ${queue}`] : []),
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
  // Nobody tries a failed execution again, and a failure destination is not promised for one.
  const ofExecutions = functions
    .filter(({ properties }) => properties.DurableConfig !== undefined)
    .flatMap(({ id, properties }) => {
      const exit = named(at(properties, 'DeadLetterConfig', 'TargetArn'));
      if (exit === undefined) return [`${id} has no dead-letter queue`];
      return roleMayWrite(id, exit) ? [] : [`${id} may not write to ${exit}`];
    });
  return [...ofRules, ...ofStreams, ...ofQueues, ...ofExecutions];
}
