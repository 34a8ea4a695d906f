import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import type { Mapping } from '@shutterbus/sandbox/template/value';
import { root, services } from '../../scripts/lib/repository.ts';
import { pascalCase } from '../../scripts/new/names.ts';
import { preferencesOf } from './documents.ts';
import { alarmOf, at, keys, list, named, textOf } from './values.ts';

const rootTemplate = readTemplateFile(path.join(root, 'template.yaml'));
const templates = Object.fromEntries(
  services.map((service) => [
    service,
    readTemplateFile(path.join(root, `services/${service}/template.yaml`)),
  ]),
);

/** Logical ids that a rule such as `ALARM("${Alarms.Outputs.Slow}") OR ALARM("${ApiFailing}")` names. */
const inRule = (rule: string): string[] => {
  const part = /^ALARM\("\$\{(?:Alarms\.Outputs\.)?(\w+)\}"\)$/;
  return rule.split(' OR ').map((text) => part.exec(text)?.[1] ?? `not understood: ${text}`);
};

/** Alarms that stop a release of the service: its own, and those of the root that it gets by parameters. */
function stopping(service: string, template: Mapping): { own: string[]; fromRoot: string[] } {
  const all = [...preferencesOf(service).values()].flatMap(({ Alarms }) => list(Alarms));
  const parameters = keys(template.Parameters);
  const application = at(rootTemplate, 'Resources', pascalCase(service));
  const ids = all.map((alarm) => {
    // Known by its name, since by reference the API would need itself.
    const byName = /^\$\{AWS::StackName\}-(\w+)$/.exec(textOf(alarm))?.[1];
    return byName ?? alarmOf(alarm) ?? textOf(alarm);
  });
  const isGiven = (id: string): boolean => parameters.includes(id);
  return {
    own: ids.filter((id) => !isGiven(id)),
    fromRoot: ids.filter(isGiven).map((id) => named(at(application, 'Properties', 'Parameters', id)) ?? id),
  };
}

/** The template that each service nests. */
const { Outputs: told } = readTemplateFile(path.join(root, 'services/alarms.yaml'));

const sorted = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

describe('ReleaseInTrouble', () => {
  const parts = list(
    at(rootTemplate, 'Resources', 'ReleaseInTrouble', 'Properties', 'AlarmRule', 'Fn::Join', 1),
  );

  it('is told of alarms by outputs of their names', () => {
    expect(keys(told)).toEqual(['ReleaseFailing', 'Slow']);
    for (const id of keys(told)) expect(at(told, id, 'Value')).toEqual({ Ref: id });
  });

  it.each(services)('looks at whatever stops a release of %s', (service) => {
    const template = templates[service] ?? {};
    const rule = textOf(at(template, 'Outputs', 'ReleaseAlarms', 'Value'));
    expect(sorted(inRule(rule))).toEqual(sorted(stopping(service, template).own));
  });

  it('looks at the rules of all services, and at the alarms of the root that stop a release', () => {
    const outputs = parts.flatMap((part) =>
      named(part) && at(part, 'Fn::GetAtt') ? [textOf(at(part, 'Fn::GetAtt'))] : [],
    );
    const wanted = services.map(pascalCase);
    expect(outputs.map((output) => JSON.parse(output).join('.'))).toEqual(
      wanted.map((name) => `${name}.Outputs.ReleaseAlarms`),
    );
    const own = parts
      .filter((part) => at(part, 'Fn::Sub') !== undefined)
      .flatMap((part) => inRule(textOf(part)));
    const needed = services.flatMap((service) => stopping(service, templates[service] ?? {}).fromRoot);
    expect(sorted(own)).toEqual(sorted(needed));
  });
});
