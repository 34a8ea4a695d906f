import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { Queue, QueueStore } from './queue-store.ts';

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

/** AWS::SQS::Queue and QueuePolicy, which is the queue's attribute `Policy`. */
export function queueResources(queues: QueueStore, deleteQueue: (queue: Queue) => void): ResourceProvider[] {
  const queueProvider: ResourceProvider<z.infer<typeof queue>> = {
    type: 'AWS::SQS::Queue',
    properties: queue,
    apply({ physicalName, properties, unchanged }) {
      const { QueueName, FifoQueue: _, Tags: __, ...settings } = properties;
      const name = QueueName ?? physicalName.slice(-80);
      const attributes = Object.fromEntries(
        Object.entries(settings).map(([attribute, value]) => [attribute, asText(value)]),
      );
      const standing = queues.named(name);
      const kept = standing?.attributes.Policy;
      const made =
        unchanged && standing
          ? standing
          : queues.put(name, kept === undefined ? attributes : { ...attributes, Policy: kept }, true);
      return { ref: made.url, attributes: { Arn: made.arn, QueueName: made.name, QueueUrl: made.url } };
    },
    remove({ attributes: { QueueName: name = '' } }) {
      const queue = queues.named(name);
      if (queue) deleteQueue(queue);
    },
  };

  const policyProvider: ResourceProvider<z.infer<typeof queuePolicy>> = {
    type: 'AWS::SQS::QueuePolicy',
    properties: queuePolicy,
    apply({ physicalName, properties, unchanged }) {
      for (const url of properties.Queues) {
        const { name, attributes } = queues.byUrl(url);
        // A queue that was made anew knows of no policy.
        if (unchanged && attributes.Policy !== undefined) continue;
        queues.put(name, { Policy: asText(properties.PolicyDocument) }, false);
      }
      return { ref: physicalName, attributes: { Id: physicalName } };
    },
    remove({ properties: { Queues } }) {
      for (const url of Array.isArray(Queues) ? Queues : []) {
        const queue = queues.named(String(url).split('/').at(-1) ?? '');
        if (queue) queues.put(queue.name, { Policy: '' }, false);
      }
    },
  };

  return [queueProvider, policyProvider];
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
