// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import { evaluate, holds, type Scope } from './intrinsics.ts';
import { referencesIn } from './references.ts';
import type { Value } from './value.ts';

function scopeWith(changes: Partial<Scope> = {}): Scope & { problems: string[] } {
  const problems: string[] = [];
  return {
    variables: new Map<string, Value>([
      ['Stage', 'dev'],
      ['Names', ['a', 'b']],
      ['AWS::Region', 'us-east-1'],
    ]),
    mappings: { Sizes: { dev: { memory: 128 } } },
    conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Loop: { 'Fn::Not': [{ Condition: 'Loop' }] },
    },
    resource: (logicalId) =>
      logicalId === 'Table'
        ? { ref: 'the-table', attributes: { Arn: 'arn:table', 'Outputs.Id': '7' } }
        : undefined,
    report: (place, sentence) => void problems.push(`${place}: ${sentence}`),
    problems,
    ...changes,
  };
}

describe('evaluate', () => {
  it.each<[Value, Value | undefined]>([
    [{ Ref: 'Stage' }, 'dev'],
    [{ Ref: 'Names' }, ['a', 'b']],
    [{ Ref: 'Table' }, 'the-table'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:table'],
    [{ 'Fn::GetAtt': 'Table.Outputs.Id' }, '7'],
    [{ 'Fn::Sub': 'x-${Stage}-${AWS::Region}-${!Kept}-${Table.Arn}' }, 'x-dev-us-east-1-${Kept}-arn:table'],
    [{ 'Fn::Sub': ['${A}/${Stage}', { A: { Ref: 'Table' } }] }, 'the-table/dev'],
    [{ 'Fn::If': ['IsDev', 'yes', { Ref: 'Nothing' }] }, 'yes'],
    [{ 'Fn::If': ['IsProd', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::Join': ['-', ['a', 1, { Ref: 'Stage' }]] }, 'a-1-dev'],
    [{ 'Fn::Join': [',', { Ref: 'Names' }] }, 'a,b'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ a: [1, { Ref: 'AWS::NoValue' }], b: { Ref: 'AWS::NoValue' } }, { a: [1] }],
    [{ Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
  ])('%j gives %j', (value, expected) => {
    const scope = scopeWith();
    expect(evaluate(value, scope, 'Here')).toEqual(expected);
    expect(scope.problems).toEqual([]);
  });

  it('leaves what needs a resource that is not made, and finishes it later', () => {
    const value = {
      'Fn::Join': ['/', [{ 'Fn::Sub': '${Stage}-${Bucket}' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }]],
    };
    const scope = scopeWith();
    const pending = evaluate(value, scope, 'Here') ?? null;
    expect(referencesIn(pending, 'Here').map(({ logicalId }) => logicalId)).toEqual(['Bucket', 'Queue']);
    const later = scopeWith({ resource: (id) => ({ ref: `ref-${id}`, attributes: { Arn: `arn-${id}` } }) });
    expect(evaluate(pending, later, 'Here')).toBe('dev-ref-Bucket/arn-Queue');
  });

  it.each<[Value, string]>([
    [{ 'Fn::Transform': { Name: 'x' } }, 'Here: the intrinsic function Fn::Transform is not supported.'],
    [{ 'Fn::ImportValue': 'x' }, 'Here: the intrinsic function Fn::ImportValue is not supported.'],
    [{ 'Fn::GetAtt': ['Table', 'Nam'] }, 'Here: Table has no attribute Nam here (it has Arn, Outputs.Id).'],
    [{ 'Fn::If': ['Unknown', 1, 2] }, 'Here: there is no condition Unknown.'],
    [{ 'Fn::If': ['Loop', 1, 2] }, 'Conditions.Loop: this condition refers to itself: Loop.'],
    [{ 'Fn::Select': [5, ['a']] }, 'Here: the arguments of Fn::Select are not as CloudFormation wants them.'],
    [{ 'Fn::FindInMap': ['Sizes', 'prod', 'memory'] }, 'Here: the arguments of Fn::FindInMap are not as'],
    [{ 'Fn::Sub': 'x', other: 1 }, 'Here: Fn::Sub stands beside other keys'],
    [
      { 'Fn::Equals': [{ Ref: 'Bucket' }, 'x'] },
      'Here: Bucket is no parameter; a condition depends on parameters alone.',
    ],
    [
      { 'Fn::Reff': 'x' },
      'Here: there is no intrinsic function Fn::Reff; it is misspelt, or none that CloudFormation knows.',
    ],
  ])('says what is wrong with %j', (value, problem) => {
    const scope = scopeWith();
    evaluate(value, scope, 'Here');
    expect(scope.problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('holds', () => {
  it.each([
    ['IsDev', true],
    ['IsProd', false],
    ['Both', false],
    ['Either', true],
  ])('finds %s %s', (name, expected) => {
    expect(holds(name, scopeWith(), 'Here')).toBe(expected);
  });

  it('compares a number with the text of a parameter', () => {
    const scope = scopeWith({
      variables: new Map([['Count', '3']]),
      conditions: { Three: { 'Fn::Equals': [{ Ref: 'Count' }, 3] } },
    });
    expect(holds('Three', scope, 'Here')).toBe(true);
  });
});
