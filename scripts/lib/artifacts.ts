import { globSync } from 'node:fs';
import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import * as z from 'zod';
import { root } from './repository.ts';

const policy = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
});
/** A role that the template writes out, because SAM's own would grant more. */
const roleSchema = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.object({ Policies: z.array(z.object({ PolicyDocument: policy })) }),
});
/** A policy that stands apart from the role of the function, because together they would close a cycle. */
const apartSchema = z.object({
  Type: z.literal('AWS::IAM::Policy'),
  Properties: z.object({ Roles: z.array(z.object({ Ref: z.string() })), PolicyDocument: policy }),
});
const functionSchema = z.object({
  Type: z.literal('AWS::Serverless::Function'),
  Properties: z.object({
    CodeUri: z.string(),
    Policies: z.array(policy).default([]),
    Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }).optional(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
  }),
});
const templateSchema = z.object({
  Globals: z.object({
    Function: z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) }),
  }),
  Resources: z.record(z.string(), z.unknown()),
});

export interface Artifact {
  /** Logical id. */
  name: string;
  /** Relative to the repository. */
  folder: string;
  /** Those that the template gives it, with values of the right form. */
  variables: Record<string, string>;
  /** Services that its policies name. */
  services: Set<string>;
}

/** Every function of the services' templates. */
export function readArtifacts(): Artifact[] {
  return globSync('services/*/template.yaml', { cwd: root }).sort().flatMap(functionsIn);
}

function functionsIn(file: string): Artifact[] {
  const { Globals, Resources } = templateSchema.parse(readTemplateFile(path.join(root, file)));
  const apart = Object.values(Resources).flatMap(
    (resource) => apartSchema.safeParse(resource).data?.Properties ?? [],
  );
  return Object.entries(Resources).flatMap(([name, resource]) => {
    const parsed = functionSchema.safeParse(resource);
    if (!parsed.success) return [];
    const { CodeUri, Policies, Role, Environment } = parsed.data.Properties;
    const role = roleSchema.safeParse(Resources[Role?.['Fn::GetAtt'][0] ?? '']);
    const ofRole = role.data?.Properties.Policies.map(({ PolicyDocument }) => PolicyDocument) ?? [];
    const ofApart = apart
      .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === `${name}Role`))
      .map(({ PolicyDocument }) => PolicyDocument);
    const actions = [...Policies, ...ofRole, ...ofApart].flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => Action),
    );
    return {
      name,
      folder: path.posix.join(path.posix.dirname(file), CodeUri),
      variables: examples({ ...Globals.Function.Environment.Variables, ...Environment?.Variables }),
      services: new Set(actions.map((action) => action.split(':')[0] ?? '')),
    };
  });
}

/**
 * What stands in the template as it is stays so. Of the rest, the endpoint is one that nobody answers at, and everything else
 * passes for a name as well as for an address.
 */
const examples = (variables: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      const computed = name === 'AWS_ENDPOINT_URL' ? 'http://127.0.0.1:1' : 'https://value.example.com';
      return [name, typeof value === 'string' ? value : computed];
    }),
  );
