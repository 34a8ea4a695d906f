// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import { parseTemplate } from './read-template.ts';

describe('parseTemplate', () => {
  it('turns short forms into long ones', () => {
    const text = `
A: !Ref X
B: !GetAtt Users.Outputs.PoolId
C: !Sub '\${X}-y'
D: !If [IsProd, !Ref X, !Ref AWS::NoValue]
E: !Not [!Condition IsProd]
F: !Join ['-', [a, !Select [0, !Split [',', 'b,c']]]]
G: !FindInMap [Map, !Ref AWS::Region, name]
H: { 'Fn::GetAtt': [X, Arn] }
`;
    expect(parseTemplate(text, 't.yaml')).toEqual({
      A: { Ref: 'X' },
      B: { 'Fn::GetAtt': ['Users', 'Outputs.PoolId'] },
      C: { 'Fn::Sub': '${X}-y' },
      D: { 'Fn::If': ['IsProd', { Ref: 'X' }, { Ref: 'AWS::NoValue' }] },
      E: { 'Fn::Not': [{ Condition: 'IsProd' }] },
      F: { 'Fn::Join': ['-', ['a', { 'Fn::Select': [0, { 'Fn::Split': [',', 'b,c'] }] }]] },
      G: { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'name'] },
      H: { 'Fn::GetAtt': ['X', 'Arn'] },
    });
  });

  it('keeps dates and times as text and reads the booleans of YAML 1.1', () => {
    const text = 'Version: 2012-10-17\nAt: 12:30\nOn: yes\nOff: no\nAccount: 012345678901\n200: code\n';
    expect(parseTemplate(text, 't.yaml')).toMatchObject({
      Version: '2012-10-17',
      At: '12:30',
      '200': 'code',
    });
    expect(parseTemplate('A: yes\nB: no\nC: "no"', 't.yaml')).toEqual({ A: true, B: false, C: 'no' });
  });

  it('reads JSON, and an anchor that is used twice', () => {
    expect(parseTemplate('{"A": {"Ref": "X"}}', 't.json')).toEqual({ A: { Ref: 'X' } });
    expect(parseTemplate('A: &a [1]\nB: *a', 't.yaml')).toEqual({ A: [1], B: [1] });
  });

  it('names file and line of an unknown tag, of a key that stands twice and of text that is no YAML', () => {
    expect(() => parseTemplate('A: 1\nB: !Reff X', 't.yaml')).toThrow(
      't.yaml:2: there is no intrinsic function !Reff.',
    );
    expect(() => parseTemplate('A: 1\nA: 2', 't.yaml')).toThrow(/t\.yaml: Map keys must be unique at line 2/);
    expect(() => parseTemplate('A: [1', 't.yaml')).toThrow(/t\.yaml: .*line 1/s);
    expect(() => parseTemplate('just text', 't.yaml')).toThrow('t.yaml: a template is a mapping');
  });
});
