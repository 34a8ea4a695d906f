import type { StackView } from '../console/start-page.ts';
import { scalarText } from '../template/value.ts';
import type { ResourceRecord, StackRecords } from './stack-records.ts';

type Made = Pick<StackView, 'outputs' | 'functions' | 'queues' | 'withoutEffect'>;

/** What the sandbox's start page tells of the resources of all stacks. */
export function stackView(
  records: StackRecords,
  counts: (queueArn: string) => { visible: number; inFlight: number },
): Made {
  const [root] = records.all();
  const resources = records.all().flatMap((stack) => stack.resources);
  const ofType = (wanted: string): ResourceRecord[] => resources.filter(({ type }) => type === wanted);
  return {
    outputs: (root?.outputs ?? []).map(({ name, value, description }) => ({
      ...{ name, value },
      ...(description !== undefined && { description }),
    })),
    functions: ofType('AWS::Lambda::Function').map(({ logicalId, physicalId, properties }) => ({
      logicalId,
      physicalName: physicalId,
      handler: scalarText(properties.Handler ?? '') ?? '',
    })),
    queues: ofType('AWS::SQS::Queue').flatMap(({ attributes: { Arn: arn, QueueName: name } }) =>
      arn === undefined ? [] : [{ name: name ?? arn, ...counts(arn) }],
    ),
    withoutEffect: resources.flatMap(({ logicalId, type, reason }) =>
      reason === undefined ? [] : [{ logicalId, type, reason }],
    ),
  };
}
