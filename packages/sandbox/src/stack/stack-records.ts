import type { Mapping } from '../template/value.ts';

/** What CloudFormation's Describe operations, and the sandbox's own pages, tell of one stack. */
export interface StackRecord {
  stackName: string;
  stackId: string;
  description: string | undefined;
  /** Absent for the root. */
  parentId: string | undefined;
  parameters: Record<string, string>;
  outputs: { name: string; value: string; description: string | undefined }[];
  resources: ResourceRecord[];
  /** Milliseconds since the epoch. */
  startedAt: number;
  finishedAt: number | undefined;
}

export interface ResourceRecord {
  logicalId: string;
  physicalId: string;
  type: string;
  /** What `!GetAtt` gives. */
  attributes: Record<string, string>;
  /** As the provider got them. */
  properties: Mapping;
  madeAt: number;
  /** Why the resource is accepted without effect; absent for one that acts. */
  reason: string | undefined;
}

export interface StackRecords {
  /** The root stack first, nested ones as they were begun. */
  all(): readonly StackRecord[];
  /** By name or ARN. */
  find(nameOrId: string): StackRecord | undefined;
  /** Begins again with none. @returns what brings back those that were there */
  restart(): () => void;
  begin(
    stack: Pick<StackRecord, 'stackName' | 'stackId' | 'description' | 'parentId' | 'parameters'>,
  ): StackRecord;
}

/** Lives as long as the process: every start makes all resources known again. */
export function makeStackRecords(now: () => number): StackRecords {
  let records: StackRecord[] = [];
  return {
    restart() {
      const before = records;
      records = [];
      return () => {
        records = before;
      };
    },
    all: () => records,
    find: (nameOrId) =>
      records.find(({ stackName, stackId }) => stackName === nameOrId || stackId === nameOrId),
    begin(stack) {
      const record: StackRecord = {
        ...stack,
        outputs: [],
        resources: [],
        startedAt: now(),
        finishedAt: undefined,
      };
      records.push(record);
      return record;
    },
  };
}
