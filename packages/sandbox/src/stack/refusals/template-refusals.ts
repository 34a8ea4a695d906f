import { oneOf, shown } from '../../template/faults.ts';
import type { Template } from '../../template/sections.ts';
import { isMapping, scalarText, type Value } from '../../template/value.ts';

/** A rule of CloudFormation about the template itself. */
export interface TemplateRefusal {
  rule: string;
  page: string;
  /** Yields the place and, without a full stop, what is wrong there and what would be right. */
  find(template: Template): Iterable<[place: string, sentence: string]>;
}

const guide = 'https://docs.aws.amazon.com/AWSCloudFormation/latest';
const limits = `${guide}/UserGuide/cloudformation-limits.html`;
const alphanumeric = /^[a-zA-Z0-9]+$/;

const named = (
  section: 'Resources' | 'Parameters' | 'Outputs' | 'Mappings' | 'Conditions',
  page: string,
): TemplateRefusal => ({
  rule: `${section}: a name with other characters than letters and digits`,
  page: `${guide}/UserGuide/${page}`,
  *find(template) {
    for (const name of Object.keys(template[section])) {
      if (!alphanumeric.test(name))
        yield [`${section}.${name}`, 'is no name; it has letters and digits alone'];
    }
  },
});

const atMost = (
  section: 'Resources' | 'Parameters' | 'Outputs' | 'Mappings',
  most: number,
): TemplateRefusal => ({
  rule: `${section}: more than ${most}`,
  page: limits,
  *find(template) {
    const count = Object.keys(template[section]).length;
    if (count > most) yield [section, `has ${count} entries; the most are ${most}, nested stacks hold more`];
  },
});

function* nullsIn(value: Value, place: string): Iterable<[string, string]> {
  if (value === null) yield [place, 'is null, which templates do not have; leave it out'];
  else if (typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) yield* nullsIn(member, `${place}.${key}`);
  }
}

const parameterTypes =
  /^(String|Number|CommaDelimitedList|List<(Number|String)>|(List<)?AWS::[\w:]+(<.+>)?>?)$/;

export const templateRefusals: TemplateRefusal[] = [
  named('Resources', 'resources-section-structure.html'),
  named('Parameters', 'parameters-section-structure.html'),
  named('Outputs', 'outputs-section-structure.html'),
  named('Mappings', 'mappings-section-structure.html'),
  named('Conditions', 'conditions-section-structure.html'),
  atMost('Resources', 500),
  atMost('Parameters', 200),
  atMost('Outputs', 200),
  atMost('Mappings', 200),
  {
    rule: 'AWSTemplateFormatVersion other than 2010-09-09',
    page: `${guide}/UserGuide/format-version-structure.html`,
    *find({ AWSTemplateFormatVersion: version }) {
      if (version !== undefined && version !== '2010-09-09')
        yield ['AWSTemplateFormatVersion', `is ${shown(version)}; it is 2010-09-09`];
    },
  },
  {
    rule: 'Description of more than 1024 bytes',
    page: limits,
    *find({ Description: description = '' }) {
      const bytes = Buffer.byteLength(description);
      if (bytes > 1024) yield ['Description', `has ${bytes} bytes; the most are 1024`];
    },
  },
  {
    rule: 'Resources and Outputs: a value that is null',
    page: `${guide}/UserGuide/template-formats.html`,
    *find({ Resources: resources, Outputs: outputs }) {
      for (const [logicalId, { Properties }] of Object.entries(resources))
        yield* nullsIn(Properties, `Resources.${logicalId}.Properties`);
      for (const [name, { Value: value }] of Object.entries(outputs))
        yield* nullsIn(value, `Outputs.${name}.Value`);
    },
  },
  {
    rule: 'Parameters: unknown Type',
    page: `${guide}/UserGuide/parameters-section-structure.html`,
    *find({ Parameters: parameters }) {
      for (const [name, { Type: type }] of Object.entries(parameters)) {
        if (!parameterTypes.test(type))
          yield [
            `Parameters.${name}.Type`,
            `is ${shown(type)}; it is String, Number, CommaDelimitedList, List<Number> or a type that begins with AWS::`,
          ];
      }
    },
  },
  {
    rule: 'Parameters: a default that is not among AllowedValues',
    page: `${guide}/UserGuide/parameters-section-structure.html`,
    *find({ Parameters: parameters }) {
      for (const [name, { Default: value, AllowedValues: allowed, Type: type }] of Object.entries(
        parameters,
      )) {
        if (value === undefined || !allowed || type !== 'String') continue;
        const choices = allowed.map((each) => scalarText(each) ?? '');
        if (!choices.includes(scalarText(value) ?? ''))
          yield [`Parameters.${name}.Default`, `is ${shown(value)}; AllowedValues has ${oneOf(choices)}`];
      }
    },
  },
  {
    rule: 'Resources: unknown DeletionPolicy or UpdateReplacePolicy',
    page: `${guide}/TemplateReference/aws-attribute-deletionpolicy.html`,
    *find({ Resources: resources }) {
      const policies = {
        DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
        UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
      };
      for (const [logicalId, resource] of Object.entries(resources)) {
        for (const name of ['DeletionPolicy', 'UpdateReplacePolicy'] as const) {
          const value = resource[name];
          if (value === undefined || isMapping(value) || policies[name].some((each) => each === value))
            continue;
          yield [`Resources.${logicalId}.${name}`, `is ${shown(value)}; it is ${oneOf(policies[name])}`];
        }
      }
    },
  },
  {
    rule: 'Resources: DependsOn on itself',
    page: `${guide}/TemplateReference/aws-attribute-dependson.html`,
    *find({ Resources: resources }) {
      for (const [logicalId, { DependsOn: names }] of Object.entries(resources)) {
        if (names.includes(logicalId))
          yield [`Resources.${logicalId}.DependsOn`, `is ${logicalId} itself; leave it out`];
      }
    },
  },
];
