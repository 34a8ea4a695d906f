import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { queryProtocol, type Xml } from '../../core/query-protocol.ts';
import type { ResourceRecord, StackRecord, StackRecords } from '../../stack/stack-records.ts';

/** CloudFormation, read only: the stacks as the sandbox made them from the template. */
export function makeCloudFormation(records: StackRecords): { edge: Edge } {
  const mustFind = (name: string): StackRecord => {
    const stack = records.find(name);
    if (!stack) throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
    return stack;
  };
  const edge = queryProtocol({
    name: 'cloudformation',
    version: '2010-05-15',
    operations: {
      DescribeStacks(input) {
        const name = input.get('StackName');
        const stacks = name ? [mustFind(name)] : records.all();
        return { Stacks: stacks.map(stackXml) };
      },
      DescribeStackResources(input) {
        const physicalId = input.get('PhysicalResourceId');
        const name = input.get('StackName');
        const stack = name
          ? mustFind(name)
          : records.all().find(({ resources }) => resources.some((each) => each.physicalId === physicalId));
        if (!stack)
          throw new AwsError('ValidationError', `Stack for ${physicalId ?? 'the request'} does not exist`);
        const logicalId = input.get('LogicalResourceId');
        const chosen = stack.resources.filter((each) => !logicalId || each.logicalId === logicalId);
        return {
          StackResources: chosen.map((each) => ({
            StackName: stack.stackName,
            StackId: stack.stackId,
            ...resourceXml(each),
            Timestamp: time(each.madeAt),
          })),
        };
      },
      ListStackResources(input) {
        const stack = mustFind(input.get('StackName') ?? '');
        return {
          StackResourceSummaries: stack.resources.map((each) => ({
            ...resourceXml(each),
            LastUpdatedTimestamp: time(each.madeAt),
          })),
        };
      },
    },
  });
  return { edge };
}

const time = (epochMs: number): string => new Date(epochMs).toISOString();

function stackXml(stack: StackRecord): Xml {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    Description: stack.description,
    ParentId: stack.parentId,
    CreationTime: time(stack.startedAt),
    StackStatus: stack.finishedAt === undefined ? 'CREATE_IN_PROGRESS' : 'CREATE_COMPLETE',
    Parameters: Object.entries(stack.parameters).map(([name, value]) => ({
      ParameterKey: name,
      ParameterValue: value,
    })),
    Outputs: stack.outputs.map(({ name, value, description }) => ({
      OutputKey: name,
      OutputValue: value,
      Description: description,
    })),
  };
}

function resourceXml({ logicalId, physicalId, type, reason }: ResourceRecord): { [element: string]: Xml } {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: 'CREATE_COMPLETE',
    ResourceStatusReason: reason && `Accepted without effect here: ${reason}`,
  };
}
