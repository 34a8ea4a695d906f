import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { root } from '../../scripts/lib/repository.ts';
import { readSamConfig } from '../../scripts/release/stage-config.ts';
import { at, keys, texts } from './values.ts';

const { Parameters } = readTemplateFile(path.join(root, 'template.yaml'));

function problemsOf(text: string): string[] {
  const sections = readSamConfig(text);
  const stages = texts(at(Parameters, 'Stage', 'AllowedValues'));
  const [shape] = Object.values(sections).filter(({ capabilities }) => capabilities);
  const ofStages = stages.flatMap((stage) => {
    const name = stage === 'dev' ? 'default' : stage;
    const deploy = sections[`${name}.deploy.parameters`] ?? {};
    return [
      ...(sections[`${name}.global.parameters`]?.stack_name === `shutterbus-${stage}`
        ? []
        : [`${stage} has no stack of its own`]),
      ...(deploy.parameter_overrides?.split(' ').includes(`Stage=${stage}`)
        ? []
        : [`${name} is not ${stage}`]),
      ...(Object.keys(deploy).join() === Object.keys(shape ?? {}).join()
        ? []
        : [`${stage} has another shape`]),
    ];
  });
  const overrides = Object.values(sections).flatMap(({ parameter_overrides = '' }) =>
    parameter_overrides.split(' ').filter(Boolean),
  );
  const ofParameters = overrides.flatMap((override) => {
    const [name = '', value = ''] = override.split('=');
    if (!keys(Parameters).includes(name)) return [`there is no parameter ${name}`];
    const allowed = texts(at(Parameters, name, 'AllowedValues'));
    return allowed.length === 0 || allowed.includes(value) ? [] : [`${name} cannot be ${value}`];
  });
  return [...ofStages, ...ofParameters];
}

describe('samconfig.toml', () => {
  const text = readFileSync(path.join(root, 'samconfig.toml'), 'utf8');

  it('has the same for each stage, and names only parameters and values that the template has', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  it('caps what abuse could make expensive wherever people are', () => {
    const sections = readSamConfig(text);
    for (const stage of ['staging', 'prod'])
      expect(sections[`${stage}.deploy.parameters`]?.parameter_overrides).toContain(
        'ReserveConcurrency=true',
      );
  });

  it.each([
    ['Stage=staging', 'Stage=test', 'staging is not staging'],
    ['Stage=staging', 'Stage=test', 'Stage cannot be test'],
    ['"Stage=prod Reserve', '"Stage=prod Reserved', 'there is no parameter ReservedConcurrency'],
    ['shutterbus-prod', 'shutterbus-staging', 'prod has no stack of its own'],
    ['resolve_s3 = true\n', '', 'staging has another shape'],
  ])('is checked: %s → %s', (good, bad, problem) => {
    expect(problemsOf(text.replace(good, bad))).toContain(problem);
  });
});
