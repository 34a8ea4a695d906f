import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import type { LogFiles } from './log-files.ts';

const name = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, 'is no name of a log group');

const properties = z.strictObject({
  LogGroupName: name.optional(),
  /** Shown; the sandbox deletes no log by age. */
  RetentionInDays: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  /** State on one machine is not encrypted. */
  KmsKeyId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

export interface LogGroup {
  name: string;
  arn: string;
  retentionInDays?: number;
}

/** The log groups of the template, and those that exist because something was written to them. */
export interface LogGroups {
  resource: ResourceProvider<z.infer<typeof properties>>;
  has(groupName: string): boolean;
  /** By name. */
  list(): LogGroup[];
}

export function makeLogGroups({ region, accountId }: World, files: LogFiles): LogGroups {
  const declared = new Map<string, LogGroup>();
  const describe = (groupName: string): LogGroup => ({
    name: groupName,
    arn: `arn:aws:logs:${region}:${accountId}:log-group:${groupName}`,
  });

  const list = (): LogGroup[] => {
    const names = new Set([...declared.keys(), ...files.groups()]);
    return [...names].sort().map((one) => declared.get(one) ?? describe(one));
  };
  return {
    list,
    has: (groupName) => declared.has(groupName) || files.groups().includes(groupName),
    resource: {
      type: 'AWS::Logs::LogGroup',
      properties,
      apply({ physicalName, properties: { LogGroupName = physicalName, RetentionInDays } }) {
        const group = describe(LogGroupName);
        declared.set(
          LogGroupName,
          RetentionInDays === undefined ? group : { ...group, retentionInDays: RetentionInDays },
        );
        return { ref: LogGroupName, attributes: { Arn: `${group.arn}:*` } };
      },
      remove({ ref }) {
        declared.delete(ref);
        files.remove(ref);
      },
    },
  };
}
