import * as z from 'zod';
import type { Access } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { readInput } from '../../core/read-input.ts';
import {
  busDefinitionOf,
  busPolicyProperties,
  policyArnOf,
  readBusPolicy,
  statementOf,
} from './bus-policy.ts';
import type { EventDefinitions } from './kept.ts';
import type { Bus, Registry } from './registry.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
const putInput = busPolicyProperties
  .omit({ Statement: true })
  .partial({ StatementId: true })
  .extend({ Policy: z.string().optional() });
const removeInput = z.object({
  EventBusName: z.string().optional(),
  StatementId: z.string().optional(),
  RemoveAllPermissions: z.boolean().default(false),
});

const invalid = (sentence: string): AwsError => new AwsError('ValidationException', sentence);
const notThere = (sentence: string): AwsError => new AwsError('ResourceNotFoundException', sentence);

/** Who else may put events on a bus, said through the API. */
export function busPermissionOperations(
  registry: Registry,
  kept: EventDefinitions,
  access: Access,
): Record<string, JsonOperation> {
  const keep = (bus: Bus): void =>
    kept.keep(policyArnOf(bus), { kind: 'policy', definition: busDefinitionOf(bus) });

  return {
    PutPermission(input, { caller }) {
      const { Policy: whole, ...asked } = readInput(putInput, input, invalid);
      const bus = registry.requireBus(asked.EventBusName);
      access.check(caller, 'events:PutPermission', bus.arn);
      const { StatementId } = asked;
      if (whole !== undefined) bus.policy = { own: readBusPolicy(whole), added: new Map() };
      else if (StatementId === undefined) throw invalid('Parameter StatementId must be specified.');
      else {
        const statement = statementOf(bus.arn, { ...asked, StatementId });
        bus.policy.added.set(StatementId, readBusPolicy({ Statement: [statement] }));
      }
      keep(bus);
    },
    RemovePermission(input, { caller }) {
      const { EventBusName, StatementId, RemoveAllPermissions } = readInput(removeInput, input, invalid);
      const bus = registry.requireBus(EventBusName);
      access.check(caller, 'events:RemovePermission', bus.arn);
      const { own, added } = bus.policy;
      if (RemoveAllPermissions) bus.policy = { own: undefined, added: new Map() };
      else if (!own && added.size === 0) throw notThere('EventBus does not have a policy.');
      else if (StatementId === undefined) throw invalid('Parameter StatementId must be specified.');
      else if (!added.delete(StatementId)) {
        const left = own?.statements.filter(({ sid }) => sid !== StatementId) ?? [];
        if (left.length === (own?.statements.length ?? 0))
          throw notThere('Statement with the provided id does not exist.');
        const Statement = left.map(({ written }) => written);
        bus.policy.own = left.length === 0 ? undefined : readBusPolicy({ Statement });
      }
      keep(bus);
    },
  };
}
