import { parseTemplate } from './read-template.ts';
import type { Value } from './value.ts';

/** As PyYAML 6 answers; dates, infinities and `=` as the text that CloudFormation has for them. */
const table: [string, Value][] = [
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((text): [string, Value] => [
    text,
    true,
  ]),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((text): [string, Value] => [
    text,
    false,
  ]),
  ...['y', 'Y', 'n', 'N', 'yEs', 'tRUE', 'oN', 'oFF', 't', 'F'].map((text): [string, Value] => [text, text]),
  ...['~', 'null', 'Null', 'NULL'].map((text): [string, Value] => [text, null]),
  ...['none', 'nUll', '.', '..', '--', '+', '=', '_', '_1', '1-', '.e3', '.inf', '.NaN', '-.Inf'].map(
    (text): [string, Value] => [text, text],
  ),
  ['0', 0],
  ['-0', 0],
  ['+7', 7],
  ['-12', -12],
  ['1_000', 1000],
  ['0755', 493],
  ['-017', -15],
  ['0_7', 7],
  ['00', 0],
  ['08', '08'],
  ['0o17', '0o17'],
  ['012345678901', '012345678901'],
  ['0x1F', 31],
  ['-0xff', -255],
  ['0x', '0x'],
  ['0b101', 5],
  ['0b12', '0b12'],
  ['1:30', 90],
  ['-1:30', -90],
  ['12:30:45', 45045],
  ['1:60', '1:60'],
  ['0:30', '0:30'],
  ['1:30.5', 90.5],
  ['1.5', 1.5],
  ['-1.5', -1.5],
  ['.5', 0.5],
  ['1_0.2_5', 10.25],
  ['1.5e+3', '1500.0'],
  ['1.5e3', '1.5e3'],
  ['1e3', '1e3'],
  ['1e+3', '1e+3'],
  ['1.0', '1.0'],
  ['1.', '1.0'],
  ['1.10', 1.1],
  ['1.2.3', '1.2.3'],
  ['123456789012345678901', '123456789012345678901'],
  ['2012-10-17', '2012-10-17'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
];

describe('plainScalar', () => {
  it.each(table)('reads %s as PyYAML does', (text, expected) => {
    expect(parseTemplate(`A: ${text}`, 't.yaml')).toEqual({ A: expected });
  });

  it.each(table)('reads %s as a key that is the text of its value', (text, expected) => {
    expect(Object.keys(parseTemplate(`? ${text}\n: 1`, 't.yaml'))).toEqual([String(expected)]);
  });

  it.each(table)('leaves %s text in quotes, in a block and behind a short form', (text) => {
    const source = `A: '${text}'\nB: "${text}"\nC: |-\n  ${text}\nD: !Sub ${text}\nE: !!str ${text}\n`;
    expect(parseTemplate(source, 't.yaml')).toEqual({
      ...{ A: text, B: text, C: text, E: text },
      D: { 'Fn::Sub': text },
    });
  });
});
