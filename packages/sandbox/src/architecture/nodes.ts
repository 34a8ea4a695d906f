import type { ResourceRecord, StackRecord } from '../stack/stack-records.ts';
import { at, mappings, scalarText, texts } from '../template/value.ts';
import type { GraphNode, NodeKind } from './graph.ts';

/** A resource that is drawn. */
export interface Drawn extends GraphNode {
  resource: ResourceRecord;
}

const kinds: Readonly<Record<string, NodeKind>> = {
  'AWS::ApiGatewayV2::Api': 'api',
  'AWS::CloudFront::Distribution': 'distribution',
  'AWS::Cognito::UserPool': 'pool',
  'AWS::DynamoDB::Table': 'table',
  'AWS::Events::Archive': 'archive',
  'AWS::Events::EventBus': 'bus',
  'AWS::Events::Rule': 'rule',
  'AWS::Lambda::Function': 'function',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SNS::Topic': 'topic',
  'AWS::SQS::Queue': 'queue',
};

/** The resources of all stacks that are drawn. What only describes others (roles, versions, alarms) is not. */
export function drawnResources(stacks: readonly StackRecord[]): Drawn[] {
  const nested = stacks.flatMap(({ resources }) =>
    resources.flatMap(({ type, physicalId, logicalId }): [string, string][] =>
      type === 'AWS::CloudFormation::Stack' ? [[physicalId, logicalId]] : [],
    ),
  );
  const groups = new Map(nested);
  const exits = new Set(stacks.flatMap(({ resources }) => resources.flatMap(exitsOf)));
  return stacks.flatMap(({ stackId, resources }) =>
    resources.flatMap((resource): Drawn[] => {
      const { logicalId, attributes } = resource;
      const kind = kindOf(resource, exits);
      if (kind === undefined) return [];
      const group = groups.get(stackId);
      return [
        {
          ...{ id: group === undefined ? logicalId : `${group}/${logicalId}`, kind, resource },
          label: kind === 'rule' || kind === 'schedule' ? ruleLabel(resource) : logicalId,
          ...(group !== undefined && { group }),
          ...(attributes.Arn !== undefined && { arn: attributes.Arn }),
        },
      ];
    }),
  );
}

function kindOf({ type, properties, attributes }: ResourceRecord, exits: Set<string>): NodeKind | undefined {
  const kind = kinds[type];
  if (kind === 'rule' && properties.ScheduleExpression !== undefined) return 'schedule';
  return kind === 'queue' && exits.has(attributes.Arn ?? '') ? 'dead-letters' : kind;
}

/** A rule is known by what it waits for. */
function ruleLabel({ logicalId, properties }: ResourceRecord): string {
  const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
  if (schedule !== undefined) return scalarText(schedule) ?? logicalId;
  return texts(at(pattern, 'detail-type')).join(', ') || logicalId;
}

/** ARNs of the queues to which a resource sends what it gives up. */
export const exitsOf = ({ properties }: ResourceRecord): string[] => [
  ...texts(at(properties, 'RedrivePolicy', 'deadLetterTargetArn')),
  ...texts(at(properties, 'DeadLetterConfig', 'TargetArn')),
  ...texts(at(properties, 'DestinationConfig', 'OnFailure', 'Destination')),
  ...mappings(properties.Targets).flatMap((target) => texts(at(target, 'DeadLetterConfig', 'Arn'))),
];
