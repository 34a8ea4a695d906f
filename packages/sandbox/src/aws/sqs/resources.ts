import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { QueueStore } from './queue-store.ts';

const wholeNumber = z.coerce.number().int();
/** CloudFormation takes policies as objects or as JSON text. */
const policy = z.union([z.string(), z.record(z.string(), z.unknown())]);

const queue = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: wholeNumber.optional(),
  DelaySeconds: wholeNumber.optional(),
  MessageRetentionPeriod: wholeNumber.optional(),
  ReceiveMessageWaitTimeSeconds: wholeNumber.optional(),
  MaximumMessageSize: wholeNumber.optional(),
  RedrivePolicy: policy.optional(),
  RedriveAllowPolicy: policy.optional(),
  FifoQueue: z.literal(false, 'the sandbox has no FIFO queues').optional(),
  /** No effect: state is not encrypted here. */
  KmsMasterKeyId: z.string().optional(),
  KmsDataKeyReusePeriodSeconds: wholeNumber.optional(),
  SqsManagedSseEnabled: z.boolean().optional(),
  /** Accepted without effect: labels that nothing on one machine reads. */
  Tags: z.unknown().optional(),
});

const queuePolicy = z.strictObject({ PolicyDocument: policy, Queues: z.array(z.string()) });

/** AWS::SQS::Queue and QueuePolicy (kept and shown as the attribute `Policy`; whoever checks access reads it there). */
export function queueResources(queues: QueueStore): ResourceProvider[] {
  const queueProvider: ResourceProvider<z.infer<typeof queue>> = {
    type: 'AWS::SQS::Queue',
    properties: queue,
    apply({ physicalName, properties }) {
      const { QueueName, FifoQueue: _, Tags: __, ...settings } = properties;
      const name = QueueName ?? physicalName.slice(-80);
      const attributes = Object.fromEntries(
        Object.entries(settings).map(([attribute, value]) => [attribute, asText(value)]),
      );
      const kept = queues.named(name)?.attributes.Policy;
      const made = queues.put(name, kept === undefined ? attributes : { ...attributes, Policy: kept }, true);
      return { ref: made.url, attributes: { Arn: made.arn, QueueName: made.name, QueueUrl: made.url } };
    },
  };

  const policyProvider: ResourceProvider<z.infer<typeof queuePolicy>> = {
    type: 'AWS::SQS::QueuePolicy',
    properties: queuePolicy,
    apply({ physicalName, properties }) {
      for (const url of properties.Queues) {
        queues.put(queues.byUrl(url).name, { Policy: asText(properties.PolicyDocument) }, false);
      }
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
  };

  return [queueProvider, policyProvider];
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
