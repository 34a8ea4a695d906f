import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { isMapping, scalarText } from '@shutterbus/sandbox/template/value';
import { CommandError, misuse } from '../lib/command.ts';
import { root } from '../lib/repository.ts';

const stages = ['dev', 'staging', 'prod'];

export const knownStage = (stage: string | undefined): string =>
  stages.find((one) => one === stage) ?? misuse('Which stage?');

type Sections = Record<string, Record<string, string>>;

/**
 * The little of TOML that samconfig.toml uses: sections, and one value a line.
 * @throws Error that quotes a line that is neither
 */
export function readSamConfig(text: string): Sections {
  const sections: Sections = {};
  let current: Record<string, string> = {};
  for (const line of text.split('\n').map((one) => one.trim())) {
    const section = /^\[(.+)\]$/.exec(line)?.[1];
    const [, name, value] = /^(\w+) = "?(.*?)"?$/.exec(line) ?? [];
    if (section !== undefined) {
      current = {};
      sections[section] = current;
    } else if (name !== undefined && value !== undefined) current[name] = value;
    else if (line !== '' && !line.startsWith('#')) throw new Error(`samconfig.toml: what is "${line}"?`);
  }
  return sections;
}

export interface StageConfig {
  stackName: string;
  parameters: Record<string, string>;
}

/** What samconfig.toml says of a stage. @param text of the file */
export function stageConfig(text: string, stage: string): StageConfig {
  const sections = readSamConfig(text);
  const name = stage === 'dev' ? 'default' : stage;
  const overrides = sections[`${name}.deploy.parameters`]?.parameter_overrides ?? '';
  return {
    stackName: sections[`${name}.global.parameters`]?.stack_name ?? `shutterbus-${stage}`,
    parameters: pairs(overrides.split(' ').filter(Boolean)),
  };
}

/**
 * Values of the root template's parameters: what is given, else what samconfig.toml says, else what the stack has, else the
 * template's own.
 * @param given as `Name=value`
 * @throws CommandError for a parameter that the template does not have
 */
export function stageParameters(
  { parameters }: StageConfig,
  given: readonly string[],
  deployed: Readonly<Record<string, string>>,
): Record<string, string> {
  const { Parameters: declared } = readTemplateFile(path.join(root, 'template.yaml'));
  const known = isMapping(declared) ? declared : {};
  const values: Record<string, string> = { ...deployed, ...parameters, ...pairs(given) };
  const stranger = given.map(nameIn).find((name) => !(name in known));
  if (stranger !== undefined)
    throw new CommandError(`template.yaml has no parameter ${stranger}: ${Object.keys(known).join(', ')}`, 2);
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, parameter]) => {
      const own = isMapping(parameter) ? scalarText(parameter.Default ?? '') : undefined;
      const value = values[name] ?? own;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const nameIn = (pair: string): string => pair.split('=')[0] ?? '';
const pairs = (list: readonly string[]): Record<string, string> =>
  Object.fromEntries(list.map((pair) => [nameIn(pair), pair.slice(nameIn(pair).length + 1)]));
