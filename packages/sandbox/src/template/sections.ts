import * as z from 'zod';
import { displayPath } from './display-path.ts';
import { TemplateError } from './template-error.ts';
import type { Mapping, Value } from './value.ts';

/** Anything, an intrinsic function included. */
export const value: z.ZodType<Value> = z.custom<Value>((candidate) => candidate !== undefined);
export const mapping: z.ZodType<Mapping> = z.record(z.string(), value);
const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const parameter = z.strictObject({
  Type: z.string(),
  Default: value.optional(),
  AllowedValues: z.array(value).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
  NoEcho: z.unknown().optional(),
});
export type ParameterDeclaration = z.infer<typeof parameter>;

const resource = z.strictObject({
  Type: z.string(),
  Properties: mapping.nullish().transform((properties) => properties ?? {}),
  /** For readers alone. */
  Description: z.unknown().optional(),
  DependsOn: names.default([]),
  Condition: z.string().optional(),
  Metadata: z.unknown().optional(),
  /** Accepted without effect: the sandbox never deletes what a template no longer names. */
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
  /** Accepted without effect: how AWS replaces and waits. */
  UpdatePolicy: z.unknown().optional(),
  CreationPolicy: z.unknown().optional(),
  /** SAM's own, accepted without effect. */
  Connectors: z.undefined({ error: 'SAM connectors are not supported; write the policies out' }).optional(),
});
export type ResourceDeclaration = z.infer<typeof resource>;

const output = z.strictObject({
  Value: value,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  /** Accepted without effect: other stacks would import it. */
  Export: z.unknown().optional(),
});

const template = z.strictObject({
  AWSTemplateFormatVersion: z.unknown().optional(),
  Description: z.string().optional(),
  Transform: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  Metadata: z.unknown().optional(),
  Globals: mapping.default({}),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), mapping)).default({}),
  Conditions: mapping.default({}),
  Rules: z.undefined({ error: 'the section Rules is not supported' }).optional(),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});
export type Template = z.infer<typeof template>;

const samTransform = 'AWS::Serverless-2016-10-31';

/** @throws TemplateError that lists every part of the template that has another form than CloudFormation's */
export function readSections(source: Mapping, file: string): Template {
  const parsed = template.safeParse(source);
  if (!parsed.success)
    throw new TemplateError(parsed.error.issues.map((issue) => `${displayPath(file)}: ${sentence(issue)}`));
  const foreign = parsed.data.Transform.filter((name) => name !== samTransform);
  if (foreign.length > 0) {
    throw new TemplateError(
      foreign.map((name) => `${displayPath(file)}: Transform: the macro ${name} is not supported.`),
    );
  }
  return parsed.data;
}

/** An issue of a schema as a sentence that begins with the place: `Resources.Table.Properties: "Nam" is not supported.` */
export function sentence(issue: z.core.$ZodIssue, at: readonly string[] = []): string {
  const place = placeOf(issue, at);
  return place === '' ? `${reasonOf(issue)}.` : `${place}: ${reasonOf(issue)}.`;
}

export const placeOf = (issue: z.core.$ZodIssue, at: readonly string[] = []): string =>
  [...at, ...issue.path.map(String)].join('.');

export function reasonOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? `${issue.keys.map((key) => `"${key}"`).join(', ')} is not supported`
    : issue.message;
}
