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

  it('leaves it to the evaluation whether there is such a function', () => {
    expect(parseTemplate('A: !Reff X', 't.yaml')).toEqual({ A: { 'Fn::Reff': 'X' } });
  });

  it('keeps the whole numbers of a pattern numbers, where text shows them as they are written', () => {
    expect(parseTemplate('A: 1.0\nEventPattern: { x: [{ numeric: [">", 1.0] }] }', 't.yaml')).toEqual({
      A: '1.0',
      EventPattern: { x: [{ numeric: ['>', 1] }] },
    });
  });

  it('puts what << merges in behind what is written out, of a list the first mapping foremost', () => {
    const text = `
Base: &base { a: 1, b: 1 }
More: &more { b: 2, c: 2 }
One: { <<: *base, b: 3 }
Two: { c: 3, <<: [*base, *more] }
Text: { '<<': 1 }
`;
    expect(parseTemplate(text, 't.yaml')).toMatchObject({
      One: { a: 1, b: 3 },
      Two: { a: 1, b: 1, c: 3 },
      Text: { '<<': 1 },
    });
    expect(() => parseTemplate('A: { <<: 1 }', 't.yaml')).toThrow(
      't.yaml:1: the merge key << takes a mapping',
    );
  });

  it('reads what PyYAML reads: flows without indentation, and a block that the file ends in', () => {
    expect(parseTemplate('A: [\n1,\n{ a: 2\n}\n]\nB: |\n  x\nC: |\n  y', 't.yaml')).toEqual({
      A: [1, { a: 2 }],
      B: 'x\n',
      C: 'y',
    });
  });

  it('takes the last of a key that stands twice, and warns', () => {
    const warnings: string[] = [];
    const warn = (sentence: string): void => void warnings.push(sentence);
    expect(parseTemplate('A: 1\nB: 1\nA: 2', 't.yaml', warn)).toEqual({ A: 2, B: 1 });
    expect(warnings).toEqual([
      't.yaml:3: the key A stands twice in one mapping; the last one counts, as in AWS.',
    ]);
  });

  it('reads JSON, and an anchor that is used twice', () => {
    expect(parseTemplate('{"A": {"Ref": "X"}}', 't.json')).toEqual({ A: { Ref: 'X' } });
    expect(parseTemplate('{\n\t"A": 1e3\n}', 't.json')).toEqual({ A: 1000 });
    expect(parseTemplate('A: &a [1]\nB: *a', 't.yaml')).toEqual({ A: [1], B: [1] });
    expect(parseTemplate('A: &a 1\nB: *a\nC: &a 2\nD: { E: *a }', 't.yaml')).toEqual({
      ...{ A: 1, B: 1, C: 2 },
      D: { E: 2 },
    });
  });

  it('names file and line of text that is no YAML, in words for its author', () => {
    for (const [text, sentence] of [
      ['A: [1', 't.yaml:1: a { or [ that stands here or before is not closed; each has its } or ].'],
      [
        'A: { B: 1\nC: 2\n',
        't.yaml:1: "1" is no key with a value; a key, its colon and the value begin on one line',
      ],
      ['{"A": {"B": 1}', 'a { or [ that stands here or before is not closed'],
      ['A: "x\nB: 1', 'a quotation mark " is not closed'],
      ['A:\n\tB: 1', 't.yaml:2: "B: 1" is indented by a tab; YAML is indented by spaces.'],
      ['A:\n  B: 1\n C: 2', 't.yaml:3: "C: 2" begins in another column than what stands beside it'],
      ['A: b: c', 'has a second colon where the value of the first is expected'],
      [
        'A: { P: /x/{id}, B: 1 }',
        'is not understood; text with a colon, a comma, a hash or a bracket in it is put',
      ],
      ['A: *b', 't.yaml:1: *b names an anchor that is not there; it needs a &b before it.'],
      ['A: *b\nB: &b 1', 't.yaml:1: *b names an anchor that is not there'],
      ['A: @b', '"@b" begins with a character that means something else; put the text into quotation marks'],
      ['A: 1\n---\nB: 2', 'begins a second document; a template is one'],
    ])
      expect(() => parseTemplate(text ?? '', 't.yaml')).toThrow(sentence);
    expect(() => parseTemplate('just text', 't.yaml')).toThrow('t.yaml: a template is a mapping');
  });
});
