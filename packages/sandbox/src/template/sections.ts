import * as z from 'zod';
import { type Fault, parseWhatFits } from './faults.ts';
import { isMapping, type Mapping, type Value } from './value.ts';

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
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
  /** Accepted without effect: how AWS replaces and waits. */
  UpdatePolicy: z.unknown().optional(),
  CreationPolicy: z.unknown().optional(),
  /** SAM's own, accepted without effect. */
  Connectors: z.undefined({ error: 'connectors are not supported; write the policies out' }).optional(),
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
  Rules: z
    .undefined({
      error: 'this section is not supported: check parameters with AllowedValues or AllowedPattern',
    })
    .optional(),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});
export type Template = z.infer<typeof template>;

const samTransform = 'AWS::Serverless-2016-10-31';

/** A template as far as it has CloudFormation's form, and what has another. */
export interface Sections {
  template: Template;
  /** A macro or a loop would make more resources than stand there, under names that nobody knows. */
  makesMore: boolean;
  /** By place. */
  faults: Fault[];
  /** Parameters and resources that are there in the file, but not in `template`. */
  dropped: string[];
}

/** Reads every section, whatever is wrong with another. */
export function readSections(source: Mapping): Sections {
  const { plain, loops } = withoutLoops(source);
  const { part, faults } = parseWhatFits(template, { Resources: {}, ...plain });
  const read = part ?? template.parse({ Resources: {} });
  const macros = read.Transform.filter((name) => name !== samTransform);
  for (const name of macros)
    faults.push({
      path: ['Transform'],
      sentence: `the macro ${name} is not supported; only ${samTransform} is`,
    });
  // What they need is said already.
  if (macros.length === 0)
    for (const path of loops)
      faults.push({ path, sentence: 'Fn::ForEach is not supported; write out what it stands for' });
  if (source.Resources === undefined)
    faults.push({ path: ['Resources'], sentence: 'is missing; a template has resources' });
  const dropped = [source.Parameters, source.Resources].flatMap((section) =>
    isMapping(section) ? Object.keys(section) : [],
  );
  const kept = new Set([...Object.keys(read.Parameters), ...Object.keys(read.Resources)]);
  return {
    ...{ template: read, faults, dropped: dropped.filter((name) => !kept.has(name)) },
    makesMore: macros.length + loops.length > 0,
  };
}

/** `Fn::ForEach::<name>` stands where a name stands otherwise. */
function withoutLoops(source: Mapping): { plain: Mapping; loops: string[][] } {
  const loops: string[][] = [];
  const plain = Object.entries(source).map(([section, content]): [string, Value] => {
    if (!isMapping(content)) return [section, content];
    const members = Object.entries(content).filter(([name]) => {
      const isLoop = name.startsWith('Fn::ForEach');
      if (isLoop) loops.push([section, name]);
      return !isLoop;
    });
    return [section, Object.fromEntries(members)];
  });
  return { plain: Object.fromEntries(plain), loops };
}
