import * as z from 'zod';
import { value } from '../sections.ts';
import type { Mapping, Value } from '../value.ts';
import { addResource, parsePart } from './expansion.ts';
import type { FunctionContext } from './function-context.ts';
import { destination } from './function-properties.ts';

const both = {
  BatchSize: value.optional(),
  MaximumBatchingWindowInSeconds: value.optional(),
  FilterCriteria: value.optional(),
  FunctionResponseTypes: value.optional(),
  Enabled: value.optional(),
};

const queueEvent = z.strictObject({ ...both, Queue: value, ScalingConfig: value.optional() });

/** SQS: a mapping that hands the queue's messages to the function in batches. */
export function addQueueMapping(
  context: FunctionContext,
  name: string,
  source: Mapping,
  place: string,
): void {
  const event = parsePart(queueEvent, source, place, context.expansion.report);
  if (!event) return;
  const { Queue, ...rest } = event;
  addMapping(context, name, { EventSourceArn: Queue, ...rest });
  context.grants.managed.push('service-role/AWSLambdaSQSQueueExecutionRole');
}

const streamEvent = z.strictObject({
  ...both,
  Stream: value,
  StartingPosition: value,
  BisectBatchOnFunctionError: value.optional(),
  MaximumRetryAttempts: value.optional(),
  MaximumRecordAgeInSeconds: value.optional(),
  ParallelizationFactor: value.optional(),
  DestinationConfig: z.strictObject({ OnFailure: destination }).optional(),
});

/** DynamoDB: a mapping that hands the records of a table's stream to the function. */
export function addStreamMapping(
  context: FunctionContext,
  name: string,
  source: Mapping,
  place: string,
): void {
  const event = parsePart(streamEvent, source, place, context.expansion.report);
  if (!event) return;
  const { Stream, DestinationConfig, ...rest } = event;
  const failure = DestinationConfig?.OnFailure;
  if (failure && failure.Destination === undefined) {
    context.expansion.report(`${place}.DestinationConfig.OnFailure`, 'has no Destination.');
    return;
  }
  addMapping(context, name, {
    EventSourceArn: Stream,
    ...rest,
    DestinationConfig:
      failure?.Destination === undefined ? undefined : { OnFailure: { Destination: failure.Destination } },
  });
  context.grants.managed.push('service-role/AWSLambdaDynamoDBExecutionRole');
  // Without a Type, SAM grants nothing: the role then lacks the right to write to the destination.
  const action =
    failure?.Type === 'SQS' ? 'sqs:SendMessage' : failure?.Type === 'SNS' ? 'sns:Publish' : undefined;
  if (action !== undefined && failure?.Destination !== undefined) {
    const policy = `${context.logicalId}${name}${failure.Type}Policy`;
    context.grants.inline.push({ name: policy, action, resource: failure.Destination });
  }
}

/** AWS::Lambda::EventSourceMapping under the name of function and event. */
export function addMapping(
  context: FunctionContext,
  name: string,
  properties: Record<string, Value | undefined>,
): void {
  const id = `${context.logicalId}${name}`;
  addResource(context.expansion, id, 'AWS::Lambda::EventSourceMapping', {
    ...properties,
    FunctionName: context.target,
  });
}
