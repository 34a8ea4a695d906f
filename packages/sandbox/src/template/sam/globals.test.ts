import { parseTemplate } from '../read-template.ts';
import { isMapping, type Mapping } from '../value.ts';
import { checkGlobals, withGlobals } from './globals.ts';

const yaml = (text: string): Mapping => parseTemplate(text, 't.yaml');
const merged = (shared: string, own: string, type = 'AWS::Serverless::Function'): Mapping => {
  const globals = yaml(`Function: { ${shared} }`);
  return withGlobals(type, yaml(`{ ${own} }`), globals);
};

// Each answer is aws-sam-translator's own (samtranslator/plugins/globals).
describe('withGlobals', () => {
  it.each([
    ['a resource’s own value wins', 'Timeout: 10', 'Timeout: 5', { Timeout: 5 }],
    ['mappings are merged', 'Tags: { a: all, b: all }', 'Tags: { b: own }', { Tags: { a: 'all', b: 'own' } }],
    ['lists are joined', 'Layers: [a]', 'Layers: [b]', { Layers: ['a', 'b'] }],
    [
      'one architecture replaces another',
      'Architectures: [arm64]',
      'Architectures: [x86_64]',
      { Architectures: ['x86_64'] },
    ],
    ['another kind of value replaces', 'Layers: [a]', 'Layers: { x: own }', { Layers: { x: 'own' } }],
    ['an intrinsic is a value', 'Tags: { a: all }', 'Tags: { Ref: T }', { Tags: { Ref: 'T' } }],
    ['and so is a shared one', 'Tags: { Ref: T }', 'Tags: { a: all }', { Tags: { a: 'all' } }],
    [
      'NoValue of a resource takes away',
      'Timeout: 10',
      'Timeout: !Ref AWS::NoValue',
      { Timeout: { Ref: 'AWS::NoValue' } },
    ],
    [
      'a release is watched by the shared alarms and by its own',
      'DeploymentPreference: { Type: AllAtOnce, Hooks: { PreTraffic: a, PostTraffic: b }, Alarms: [all] }',
      'DeploymentPreference: { Hooks: { PreTraffic: c }, Alarms: [own] }',
      {
        DeploymentPreference: {
          Type: 'AllAtOnce',
          Hooks: { PreTraffic: 'c', PostTraffic: 'b' },
          Alarms: ['all', 'own'],
        },
      },
    ],
  ])('%s', (_, shared, own, expected) => {
    expect(merged(shared, own)).toEqual(expected);
  });

  it('leaves other resources alone', () => {
    expect(merged('Timeout: 10', 'Name: a', 'AWS::Serverless::HttpApi')).toEqual({ Name: 'a' });
  });
});

describe('checkGlobals', () => {
  it('names what SAM would refuse', () => {
    const problems: string[] = [];
    const globals = yaml(
      '{ Function: { Timeout: 1, Policies: [a], AutoPublishCodeSha256: b }, HttpApi: { Name: all }, Api: {} }',
    );
    checkGlobals(isMapping(globals) ? globals : {}, (place) => problems.push(place));
    expect(problems).toEqual([
      'Globals.Function.Policies',
      'Globals.Function.AutoPublishCodeSha256',
      'Globals.HttpApi.Name',
      'Globals.Api',
    ]);
  });
});
