import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { type Policy, PolicyFault, readPolicy } from '../../core/policy.ts';

/** A statement, or the older way to write one: an action, an account or everybody, and one condition. */
export const busPolicyProperties = z.strictObject({
  EventBusName: z.string().optional(),
  StatementId: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'has up to 64 letters, digits, - and _'),
  Statement: z.record(z.string(), z.unknown()).optional(),
  Action: z.literal('events:PutEvents').optional(),
  Principal: z
    .string()
    .regex(/^(\d{12}|\*)$/, 'is an account or *')
    .optional(),
  Condition: z
    .strictObject({ Type: z.string().optional(), Key: z.string().optional(), Value: z.string().optional() })
    .optional(),
});
export type BusPolicyProperties = z.infer<typeof busPolicyProperties>;

/** As EventBridge keeps it, with the statement's id as its Sid. @param arn of the bus */
export function statementOf(
  arn: string,
  { StatementId: Sid, Statement, Action, Principal: account, Condition }: BusPolicyProperties,
): object {
  if (Statement) return { ...Statement, Sid };
  if (Action === undefined || account === undefined)
    throw new AwsError('ValidationException', 'Action and Principal must be specified.');
  const { Type = 'StringEquals', Key = 'aws:PrincipalOrgID', Value = '' } = Condition ?? {};
  return {
    ...{ Sid, Effect: 'Allow', Action, Resource: arn },
    Principal: account === '*' ? '*' : { AWS: `arn:aws:iam::${account}:root` },
    ...(Condition && { Condition: { [Type]: { [Key]: Value } } }),
  };
}

/** What a bus says itself, and what is added to it one by one, by statement id. */
export interface BusPolicy {
  own: Policy | undefined;
  added: Map<string, Policy>;
}

/** The same as it was written, to be kept. */
export interface BusPolicyDefinition {
  busName: string;
  own: unknown;
  added: [statementId: string, document: unknown][];
}

type PolicedBus = { name: string; arn: string; policy: BusPolicy };

export const busDefinitionOf = ({ name, policy: { own, added } }: PolicedBus): BusPolicyDefinition => ({
  busName: name,
  own: own?.document ?? null,
  added: [...added].map(([id, { document }]) => [id, document]),
});

export const busPolicyOf = ({ own, added }: BusPolicyDefinition): BusPolicy => ({
  own: own === null ? undefined : readBusPolicy(own),
  added: new Map(added.map(([id, document]) => [id, readBusPolicy(document)])),
});

/** It has no ARN of its own. */
export const policyArnOf = ({ arn }: Pick<PolicedBus, 'arn'>): string => `${arn}/policy`;

/** Both as one policy. */
export function wholePolicy({ own, added }: BusPolicy): Policy | undefined {
  const statements = [own, ...added.values()].flatMap((policy) => policy?.statements ?? []);
  if (statements.length === 0) return undefined;
  const Statement = statements.map(({ written }) => written);
  return { document: { Version: '2012-10-17', Statement }, statements };
}

/** @throws AwsError `ValidationException` */
export function readBusPolicy(given: unknown): Policy {
  try {
    return readPolicy(given);
  } catch (error) {
    if (error instanceof PolicyFault)
      throw new AwsError('ValidationException', `The policy is not valid: ${error.message}`);
    throw error;
  }
}
