import { type RefusalRow, testRefusals } from '../../../test/refusal-rows.ts';

const many = (section: string, count: number, member: string): string =>
  `${section}:\n${Array.from({ length: count }, (_, index) => `  A${index}: ${member}\n`).join('')}`;

const rows: RefusalRow[] = (
  [
    [
      'Resources: a name with other characters than letters and digits',
      'Resources: { Bad-Id: { Type: A::B::C } }',
      'Resources.Bad-Id: is no name; it has letters and digits alone',
      'Resources: { Good1: { Type: A::B::C } }',
    ],
    [
      'Parameters: a name with other characters than letters and digits',
      'Parameters: { Bad_Id: { Type: String } }',
      'Parameters.Bad_Id: is no name',
    ],
    [
      'Outputs: a name with other characters than letters and digits',
      'Outputs: { Bad.Id: { Value: x } }',
      'Outputs.Bad.Id: is no name',
    ],
    [
      'Mappings: a name with other characters than letters and digits',
      'Mappings: { Bad-Id: {} }',
      'Mappings.Bad-Id: is no name',
    ],
    [
      'Conditions: a name with other characters than letters and digits',
      'Conditions: { Bad-Id: !Equals [a, b] }',
      'Conditions.Bad-Id: is no name',
    ],
    [
      'Resources: more than 500',
      many('Resources', 501, '{ Type: A::B::C }'),
      'Resources: has 501 entries; the most are 500',
      many('Resources', 500, '{ Type: A::B::C }'),
    ],
    ['Parameters: more than 200', many('Parameters', 201, '{ Type: String }'), 'has 201 entries'],
    ['Outputs: more than 200', many('Outputs', 201, '{ Value: x }'), 'has 201 entries'],
    ['Mappings: more than 200', many('Mappings', 201, '{}'), 'has 201 entries'],
    [
      'AWSTemplateFormatVersion other than 2010-09-09',
      "AWSTemplateFormatVersion: '2020-01-01'",
      'is "2020-01-01"; it is 2010-09-09',
      'AWSTemplateFormatVersion: 2010-09-09',
    ],
    [
      'Description of more than 1024 bytes',
      `Description: ${'x'.repeat(1025)}`,
      'has 1025 bytes; the most are 1024',
    ],
    [
      'Resources and Outputs: a value that is null',
      'Resources: { A: { Type: A::B::C, Properties: { Name: , Other: 1 } } }',
      'Resources.A.Properties.Name: is null, which templates do not have',
    ],
    [
      'Parameters: unknown Type',
      'Parameters: { A: { Type: Text } }',
      'is "Text"; it is String, Number',
      "Parameters: { A: { Type: 'AWS::SSM::Parameter::Value<List<String>>' } }",
    ],
    [
      'Parameters: a default that is not among AllowedValues',
      'Parameters: { A: { Type: String, Default: c, AllowedValues: [a, b] } }',
      'is "c"; AllowedValues has a or b',
      'Parameters: { A: { Type: String, Default: yes, AllowedValues: [true, false] } }',
    ],
    [
      'Resources: unknown DeletionPolicy or UpdateReplacePolicy',
      'Resources: { A: { Type: A::B::C, DeletionPolicy: Keep } }',
      'Resources.A.DeletionPolicy: is "Keep"; it is Delete, Retain',
      'Resources: { A: { Type: A::B::C, DeletionPolicy: Retain } }',
    ],
    [
      'Resources: DependsOn on itself',
      'Resources: { A: { Type: A::B::C, DependsOn: A } }',
      'Resources.A.DependsOn: is A itself',
    ],
  ] as const
).map(([rule, template, says, right]) => ({ rule, template, says, ...(right !== undefined && { right }) }));

describe('refusals of templates', () => {
  testRefusals(rows);
});
