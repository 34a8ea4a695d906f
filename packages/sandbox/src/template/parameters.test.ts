import { parameterValues } from './parameters.ts';
import type { Value } from './value.ts';

function values(declared: Parameters<typeof parameterValues>[0], given: Record<string, Value>) {
  const problems: string[] = [];
  const found = parameterValues(
    declared,
    given,
    (place, sentence) => void problems.push(`${place}: ${sentence}`),
  );
  return { found: Object.fromEntries(found), problems };
}

describe('parameterValues', () => {
  it('takes the given value, else the default, numbers as text and lists as arrays', () => {
    const declared = {
      Stage: { Type: 'String', Default: 'dev' },
      Count: { Type: 'Number', Default: 3 },
      Stored: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/names' },
      Origins: { Type: 'CommaDelimitedList', Default: 'a, b' },
      None: { Type: 'CommaDelimitedList', Default: '' },
    };
    expect(values(declared, { Stage: 'prod', Stored: 'x,y' })).toEqual({
      found: { Stage: 'prod', Count: '3', Stored: ['x', 'y'], Origins: ['a', 'b'], None: [] },
      problems: [],
    });
  });

  it.each([
    [{ Type: 'String' }, undefined, 'Parameters.P: has no default, and no value was given for it:'],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', 'Parameters.P: must be one of a, b (it is "c").'],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', 'Parameters.P: must match [a-z]+ (it is "a1").'],
    [
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'only letters' },
      '1',
      'Parameters.P: only letters (it is "1").',
    ],
    [
      { Type: 'String', MinLength: 12, NoEcho: true },
      'secret',
      'Parameters.P: must have at least 12 characters.',
    ],
    [{ Type: 'Number', MaxValue: 5 }, '6', 'Parameters.P: must be at most 5 (it is "6").'],
    [{ Type: 'Number' }, 'six', 'Parameters.P: must be a number (it is "six").'],
    [
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      undefined,
      'Parameters.P: is kept in SSM, which is not here, and no value was given for it:',
    ],
  ])('refuses %j with the value %s', (declaration, value, problem) => {
    expect(values({ P: declaration }, value === undefined ? {} : { P: value }).problems).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('names a value for a parameter that is not declared', () => {
    expect(values({}, { Stgae: 'dev' }).problems).toEqual([
      'Parameters.Stgae: a value is given, but the template has no such parameter.',
    ]);
  });
});
